"""Stage 4, emit: the model → files; one folder per target. Targets never touch the disk."""
