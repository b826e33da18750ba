"""The scene: batches, appearance, picking, camera and section, without Qt."""
