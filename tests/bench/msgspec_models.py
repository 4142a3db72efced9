"""The payloads as `msgspec.Struct`s, written by hand: what a careful user would write.

Structs ignore what they do not declare, which is the least that a codec can do.
"""

from __future__ import annotations

from typing import Any, Literal

from msgspec import UNSET, Struct, UnsetType


class Function(Struct):
    name: str
    arguments: str


class ToolCall(Struct):
    id: str
    type: Literal["function"]
    function: Function


class SubmitToolOutputs(Struct):
    tool_calls: list[ToolCall]


class RequiredAction(Struct):
    type: Literal["submit_tool_outputs"]
    submit_tool_outputs: SubmitToolOutputs


class LastError(Struct):
    code: str
    message: str


class IncompleteDetails(Struct):
    reason: str | UnsetType = UNSET


class Usage(Struct):
    prompt_tokens: int
    completion_tokens: int
    total_tokens: int


class RankingOptions(Struct):
    score_threshold: float
    ranker: str | UnsetType = UNSET


class FileSearch(Struct):
    max_num_results: int | UnsetType = UNSET
    ranking_options: RankingOptions | UnsetType = UNSET


class CodeInterpreterTool(Struct, tag_field="type", tag="code_interpreter"):
    pass


class FileSearchTool(Struct, tag_field="type", tag="file_search"):
    file_search: FileSearch | UnsetType = UNSET


class FunctionObject(Struct):
    name: str
    description: str | UnsetType = UNSET
    parameters: dict[str, Any] | UnsetType = UNSET
    strict: bool | None | UnsetType = UNSET


class FunctionTool(Struct, tag_field="type", tag="function"):
    function: FunctionObject


Tool = CodeInterpreterTool | FileSearchTool | FunctionTool


class Truncation(Struct):
    type: str
    last_messages: int | None | UnsetType = UNSET


class NamedFunction(Struct):
    name: str


class NamedToolChoice(Struct):
    type: str
    function: NamedFunction | UnsetType = UNSET


class JsonSchema(Struct):
    name: str
    description: str | UnsetType = UNSET
    schema: dict[str, Any] | UnsetType = UNSET
    strict: bool | None | UnsetType = UNSET


class TextFormat(Struct, tag_field="type", tag="text"):
    pass


class JsonObjectFormat(Struct, tag_field="type", tag="json_object"):
    pass


class JsonSchemaFormat(Struct, tag_field="type", tag="json_schema"):
    json_schema: JsonSchema


class Run(Struct):
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
    response_format: str | TextFormat | JsonObjectFormat | JsonSchemaFormat | None
    temperature: float | None | UnsetType = UNSET
    top_p: float | None | UnsetType = UNSET


class CitedFile(Struct):
    file_id: str


class FileCitation(Struct, tag_field="type", tag="file_citation"):
    text: str
    file_citation: CitedFile
    start_index: int
    end_index: int


class FilePath(Struct, tag_field="type", tag="file_path"):
    text: str
    file_path: CitedFile
    start_index: int
    end_index: int


class Text(Struct):
    value: str
    annotations: list[FileCitation | FilePath]


class ImageUrl(Struct):
    url: str
    detail: str | UnsetType = UNSET


class ImageFile(Struct):
    file_id: str
    detail: str | UnsetType = UNSET


class TextContent(Struct, tag_field="type", tag="text"):
    text: Text


class ImageUrlContent(Struct, tag_field="type", tag="image_url"):
    image_url: ImageUrl


class ImageFileContent(Struct, tag_field="type", tag="image_file"):
    image_file: ImageFile


class RefusalContent(Struct, tag_field="type", tag="refusal"):
    refusal: str


Content = TextContent | ImageUrlContent | ImageFileContent | RefusalContent


class FileSearchTypeOnly(Struct, tag_field="type", tag="file_search"):
    pass


class Attachment(Struct):
    file_id: str | UnsetType = UNSET
    tools: list[CodeInterpreterTool | FileSearchTypeOnly] | UnsetType = UNSET


class Message(Struct):
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


class Messages(Struct):
    object: str
    data: list[Message]
    first_id: str
    last_id: str
    has_more: bool


class Delta(Struct):
    content: str | None | UnsetType = UNSET
    role: str | UnsetType = UNSET
    refusal: str | None | UnsetType = UNSET


class Choice(Struct):
    index: int
    delta: Delta
    finish_reason: str | None
    logprobs: dict[str, Any] | None | UnsetType = UNSET


class Chunk(Struct):
    id: str
    object: Literal["chat.completion.chunk"]
    created: int
    model: str
    choices: list[Choice]
    system_fingerprint: str | UnsetType = UNSET
    service_tier: str | None | UnsetType = UNSET
    usage: Usage | None | UnsetType = UNSET
    obfuscation: str | UnsetType = UNSET
