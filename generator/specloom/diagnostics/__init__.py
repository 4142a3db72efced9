"""Below the stages: findings. `codes` is the table of what can be said, `bag` collects what is.

May be imported from everywhere; imports `source` alone.
"""

from specloom.diagnostics.bag import Bag as Bag
from specloom.diagnostics.bag import Diagnostic as Diagnostic
from specloom.diagnostics.bag import Loss as Loss
from specloom.diagnostics.bag import SpecloomError as SpecloomError
from specloom.diagnostics.bag import fail as fail
from specloom.diagnostics.bag import make as make
from specloom.diagnostics.codes import CODES as CODES
from specloom.diagnostics.codes import DiagnosticCode as DiagnosticCode
from specloom.diagnostics.codes import Severity as Severity
