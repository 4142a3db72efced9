"""Polling: work that goes on after the call that started it.

Part of stage 3. Input: `x-specloom-poll` on an operation. Output: `Poll`. Its form:

    x-specloom-poll:
      operation: getRun               # operationId or `GET /path` of the call that reads it
      arguments:                      # its parameters, and where the first response has them
        thread_id: thread_id
        run_id: id
      property: status                # what to look at in the answer
      done: [completed, failed, cancelled, expired, incomplete, requires_action]
      method: create_and_poll         # left out: the target names it
      pauseHeader: x-poll-after-ms    # a header with the milliseconds to wait, if there is one

Arguments that are left out are taken from parameters of the same name of this operation.
"""

from __future__ import annotations

from collections.abc import Mapping

from specloom.diagnostics import Bag
from specloom.lower.extensions import path_of, text
from specloom.model.operations import Location, Operation, Poll
from specloom.openapi import document as openapi


def lower_poll(
    given: openapi.OperationObject,
    operations: Mapping[str, Operation],
    bag: Bag,
) -> Poll | None:
    """How to wait for what `given` starts; `operations` by id, operationId and `METHOD path`."""
    extension = given.extensions.get("x-specloom-poll")
    if extension is None or extension is False:
        return None
    problem = "is not of the expected form"
    if isinstance(extension, dict):
        name = text(extension.get("operation"))
        reading = operations.get(name)
        look_at = path_of(extension.get("property"))
        finals = extension.get("done")
        done = finals if isinstance(finals, list) else [finals]
        ends = tuple(value for value in done if isinstance(value, str))
        arguments = extension.get("arguments", {})
        if reading is None:
            problem = f"names an operation {name!r} that is not there"
        elif not look_at or not ends or not isinstance(arguments, dict):
            problem = "needs `property` and `done`"
        else:
            known = {p.wire: p for p in reading.parameters}
            own = {(p.location, p.name) for p in given.parameters}
            unknown = [wire for wire in arguments if wire not in known]
            missing = [
                wire
                for wire, p in known.items()
                if p.location is Location.PATH
                and wire not in arguments
                and ("path", wire) not in own
            ]
            if not unknown and not missing:
                return Poll(
                    reading.id,
                    tuple((wire, path_of(at)) for wire, at in arguments.items()),
                    look_at,
                    ends,
                    text(extension.get("method")),
                    text(extension.get("pauseHeader")),
                )
            problem = (
                f"does not fit the parameters of {name!r}: {(unknown + missing)[0]!r}"
            )
    bag.report("W345", f"x-specloom-poll {problem}", given.span)
    return None
