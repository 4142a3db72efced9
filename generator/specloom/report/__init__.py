"""Above `run`: what people and programs read of a run: findings, summary, report, progress.

May import `run` and what it speaks in; commands alone import it.
"""
