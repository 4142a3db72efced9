"""Stage 4, the model: a frozen, language-neutral description of an API.

Input: nothing; it is what `lower` produces and every target consumes. It never imports
`document`, `openapi` or `emit`.
"""
