"""The only door to ifcopenshell: files in, values out."""
