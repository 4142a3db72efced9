"""Above the stages: one run. `pipeline` alone knows their order; `outcome` is what a run came to.

May import every stage, `diagnostics` and `config`; nothing of `report` and `commands`.
"""
