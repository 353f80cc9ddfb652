namespace Sinter.Data.FastText;

/// <summary>A label that a model gives to a text.</summary>
/// <param name="Label">The index of the label in <see cref="FastTextModel.Labels"/>.</param>
/// <param name="Probability">Its probability, 0 to 1.</param>
public readonly record struct Prediction(int Label, float Probability);
