"""Every Python that specloom and its output are for, wherever one can be had."""
