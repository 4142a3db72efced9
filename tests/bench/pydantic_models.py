"""The payloads as pydantic models, written by hand: what a careful user would write.

Unknown properties are kept, as they are by our models; unions are told apart by their tag.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field


class Model(BaseModel):
    model_config = ConfigDict(extra="allow", protected_namespaces=())


class Function(Model):
    name: str
    arguments: str


class ToolCall(Model):
    id: str
    type: Literal["function"]
    function: Function


class SubmitToolOutputs(Model):
    tool_calls: list[ToolCall]


class RequiredAction(Model):
    type: Literal["submit_tool_outputs"]
    submit_tool_outputs: SubmitToolOutputs


class LastError(Model):
    code: str
    message: str


class IncompleteDetails(Model):
    reason: str | None = None


class Usage(Model):
    prompt_tokens: int
    completion_tokens: int
    total_tokens: int


class RankingOptions(Model):
    score_threshold: float
    ranker: str | None = None


class FileSearch(Model):
    max_num_results: int | None = None
    ranking_options: RankingOptions | None = None


class CodeInterpreterTool(Model):
    type: Literal["code_interpreter"]


class FileSearchTool(Model):
    type: Literal["file_search"]
    file_search: FileSearch | None = None


class FunctionObject(Model):
    name: str
    description: str | None = None
    parameters: dict[str, Any] | None = None
    strict: bool | None = None


class FunctionTool(Model):
    type: Literal["function"]
    function: FunctionObject


Tool = Annotated[
    CodeInterpreterTool | FileSearchTool | FunctionTool, Field(discriminator="type")
]


class Truncation(Model):
    type: str
    last_messages: int | None = None


class NamedFunction(Model):
    name: str


class NamedToolChoice(Model):
    type: str
    function: NamedFunction | None = None


class JsonSchema(Model):
    name: str
    description: str | None = None
    schema_: dict[str, Any] | None = Field(None, alias="schema")
    strict: bool | None = None


class TextFormat(Model):
    type: Literal["text"]


class JsonObjectFormat(Model):
    type: Literal["json_object"]


class JsonSchemaFormat(Model):
    type: Literal["json_schema"]
    json_schema: JsonSchema


class Run(Model):
    id: str
    object: Literal["thread.run"]
    created_at: int
    thread_id: str
    assistant_id: str
    status: str
    required_action: RequiredAction | None
    last_error: LastError | None
    expires_at: int | None
    started_at: int | None
    cancelled_at: int | None
    failed_at: int | None
    completed_at: int | None
    incomplete_details: IncompleteDetails | None
    model: str
    instructions: str
    tools: list[Tool]
    metadata: dict[str, str] | None
    usage: Usage | None
    max_prompt_tokens: int | None
    max_completion_tokens: int | None
    truncation_strategy: Truncation | None
    tool_choice: str | NamedToolChoice | None
    parallel_tool_calls: bool
    response_format: (
        str
        | Annotated[
            TextFormat | JsonObjectFormat | JsonSchemaFormat,
            Field(discriminator="type"),
        ]
        | None
    )
    temperature: float | None = None
    top_p: float | None = None


class CitedFile(Model):
    file_id: str


class FileCitation(Model):
    type: Literal["file_citation"]
    text: str
    file_citation: CitedFile
    start_index: int
    end_index: int


class FilePath(Model):
    type: Literal["file_path"]
    text: str
    file_path: CitedFile
    start_index: int
    end_index: int


class Text(Model):
    value: str
    annotations: list[Annotated[FileCitation | FilePath, Field(discriminator="type")]]


class ImageUrl(Model):
    url: str
    detail: str | None = None


class ImageFile(Model):
    file_id: str
    detail: str | None = None


class TextContent(Model):
    type: Literal["text"]
    text: Text


class ImageUrlContent(Model):
    type: Literal["image_url"]
    image_url: ImageUrl


class ImageFileContent(Model):
    type: Literal["image_file"]
    image_file: ImageFile


class RefusalContent(Model):
    type: Literal["refusal"]
    refusal: str


Content = Annotated[
    TextContent | ImageUrlContent | ImageFileContent | RefusalContent,
    Field(discriminator="type"),
]


class FileSearchTypeOnly(Model):
    type: Literal["file_search"]


class Attachment(Model):
    file_id: str | None = None
    tools: (
        list[
            Annotated[
                CodeInterpreterTool | FileSearchTypeOnly, Field(discriminator="type")
            ]
        ]
        | None
    ) = None


class Message(Model):
    id: str
    object: Literal["thread.message"]
    created_at: int
    thread_id: str
    status: str
    incomplete_details: IncompleteDetails | None
    completed_at: int | None
    incomplete_at: int | None
    role: str
    content: list[Content]
    assistant_id: str | None
    run_id: str | None
    attachments: list[Attachment] | None
    metadata: dict[str, str] | None


class Messages(Model):
    object: str
    data: list[Message]
    first_id: str
    last_id: str
    has_more: bool


class Delta(Model):
    content: str | None = None
    role: str | None = None
    refusal: str | None = None


class Choice(Model):
    index: int
    delta: Delta
    finish_reason: str | None
    logprobs: dict[str, Any] | None = None


class Chunk(Model):
    id: str
    object: Literal["chat.completion.chunk"]
    created: int
    model: str
    choices: list[Choice]
    system_fingerprint: str | None = None
    service_tier: str | None = None
    usage: Usage | None = None
    obfuscation: str | None = None
