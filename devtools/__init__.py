"""The parts of ``./dev``. Standard library only."""
