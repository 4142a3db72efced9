"""What the figures cannot say: why a target is missed, and what bounds it."""

REMARKS = """
## Remarks

**Which machine.** Where the aims were set, openapi-python-client took 8.8 s for the same document and
the import of openai 0.36–0.40 s: compare those with the tables above to see how far CPU time was
stretched here, for us as for everybody. Creating a file costs most when the disk is busy: the stage
`write` creates 2,100 files, and took between 0.1 and 0.7 s.

**Generating.** What is left is spread thin: after the reader of YAML no function takes a twenty-fifth of
the run. Reading, checking and lowering take 1 s, imports a quarter of one, and the files have to be
written: 1.5 s would leave nothing to emit with. The package has 228,000 lines, of which 62,000
statements are laid out as black would; emitting them takes half of the run, at about 6 µs of CPU per
line. What was done: `Code` is put together by concatenation (`str.format` looks up `__format__` for each
part), docstrings and wrapped texts are kept by value, ladders of names are climbed only on a collision,
views are NamedTuples, nobody looks for garbage, and of the statements that are too long nearly all are
recognised by a regular expression instead of black's method. Fewer loops in templates and fewer look-ups
of imports were tried and changed nothing that could be measured. What remains, by expected gain: plan a
call once for both clients (they share everything but `await`), about 4 % of emitting. To halve it, the
pages of records would have to be printed without views in between, which costs more in clarity than it
gives.

**One schema changed.** Only the files that differ are written, but all of them are made again: it
costs a cold run less the writing. Reading and lowering alone are near the aim; to reach it, what
follows `lower` would have to be kept per page between runs.

**Codec.** The ratios to msgspec and pydantic are bounded by reading JSON: orjson's `loads` alone is
0.65–0.85 of msgspec's decode + encode of all, and the check that no integer beyond 64 bits was made
a float is 0.2 (Run object: 2 of 27 µs). Each object then costs two Python calls, one to decode it and
one to encode it, about 0.3 µs each: the Run object has 20 objects, the stream chunk 3. Leaving out
the check, or the test for JSON kinds that makes decoding lenient, would come closer to the aims and
break promises.
"""
