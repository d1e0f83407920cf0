"""Files and sessions of the models that read two texts together, whichever of them it is."""
