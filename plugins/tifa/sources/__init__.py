"""Files to model. All validation of what people write happens here; everything behind it can trust the model."""
