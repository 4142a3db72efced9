"""Below the stages: what a run is asked to do. `options` has one field per option.

May be imported from everywhere; `options` imports nothing, what reads a file `diagnostics`.
"""

from specloom.config.options import CHOICES as CHOICES
from specloom.config.options import Config as Config
from specloom.config.options import Limits as Limits
from specloom.config.options import Pagination as Pagination
from specloom.config.options import Sdk as Sdk
