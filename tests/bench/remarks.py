"""What the figures cannot say: why a target is missed, and what bounds it."""

REMARKS = """
## Remarks
"""
