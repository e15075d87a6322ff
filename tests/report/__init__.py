"""Tests of the report: right for every status and size, inert whatever the names are."""
