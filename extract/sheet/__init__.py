"""Workbooks (``.xlsx``) → the notice's blocks."""
