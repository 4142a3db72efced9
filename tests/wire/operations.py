"""The operations of a package, called with arguments that are made from its model."""

from __future__ import annotations

import inspect
from types import ModuleType
from typing import Any

from specloom.emit.target import SurfaceCall
from specloom.model.api import Api
from specloom.model.operations import ContentKind, Location, Operation
from specloom.run.pipeline import Made

from wire.values import Values


class Operations:
    """Calls the operations of one SDK with arguments made from its model."""

    def __init__(self, client: Any, made: Made) -> None:
        self.client = client
        self.api: Api = made.api
        self.calls = {call.operation: call for call in made.emitted.surface}
        self.operations = {f"{o.method} {o.path}": o for o in made.api.operations}

    def call(self, key: str, *, full: bool, **options: Any) -> Any:
        """The answer of an operation, read."""
        call, operation = self.calls[key], self.operations[key]
        method: Any = self.client
        for part in call.call.split("."):
            method = getattr(method, part)
        answer = method(**self._arguments(call, operation, full), **options)
        read = getattr(answer, "read", None)
        return read() if read is not None else getattr(answer, "body", answer)

    def _arguments(
        self, call: SurfaceCall, operation: Operation, full: bool
    ) -> dict[str, Any]:
        values = Values(self.api, full=full)
        made: dict[str, Any] = {}
        parameters = {(p.location.value, p.wire): p for p in operation.parameters}
        body: Any = None
        if operation.body is not None:
            content = operation.body.contents[0]
            body = values.of(content.type)
            if content.kind is ContentKind.BINARY:
                body = b"content"
        flag = operation.streaming.flag if operation.streaming is not None else ""
        for argument in call.arguments:
            parameter = parameters.get((argument.location, argument.wire))
            if parameter is not None:
                if argument.required or full or parameter.location is Location.PATH:
                    made[argument.name] = values.of(
                        parameter.type, parameter.constraints, parameter.examples
                    )
            elif not argument.wire:
                made[argument.name] = body
            elif argument.wire in body and argument.wire != flag:
                made[argument.name] = body[argument.wire]
        return made

    @staticmethod
    def secrets(package: ModuleType) -> dict[str, str]:
        """Something for each of the client's credentials."""
        usual = {"self", "base_url", "timeout", "max_retries", "http_client", "options"}
        names = inspect.signature(package.Client.__init__).parameters
        return {name: "secret" for name in names if name not in usual}
