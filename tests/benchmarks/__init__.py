"""How fast the pack is, as ratios to what a run of Flake8 does anyway."""
