"""Tests of ``./dev`` itself."""
