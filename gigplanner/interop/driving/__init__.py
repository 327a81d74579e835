"""The exports that drivers and couriers hold: one module for each kind of file."""
