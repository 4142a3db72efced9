"""What every test of the command line knows: a small document that is right, and what a run leaves."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

PETS = """\
openapi: 3.1.0
info: {title: Pets, version: "1"}
servers: [{url: https://pets.example}]
paths:
  /pets:
    get:
      operationId: listPets
      tags: [Pets]
      responses:
        "200":
          description: All pets.
          content:
            application/json:
              schema: {type: array, items: {$ref: "#/components/schemas/Pet"}}
  /pets/{id}:
    parameters:
      - {name: id, in: path, required: true, schema: {type: string}}
    get:
      operationId: getPet
      tags: [Pets]
      responses:
        "200":
          description: One pet.
          content:
            application/json:
              schema: {$ref: "#/components/schemas/Pet"}
components:
  schemas:
    Pet:
      type: object
      required: [name]
      properties:
        name: {type: string}
        age: {type: integer}
"""


class Run(NamedTuple):
    """What a command left behind."""

    status: int
    out: str
    err: str


Specloom = Callable[..., Run]
