namespace Sinter.Data.Lineage;

/// <summary>A model that was made with a forgotten document. It is not changed: whoever has it must train it anew, or accept that it may know the document.</summary>
/// <param name="Path">The folder of the model or checkpoint, or the file of the tokenizer.</param>
/// <param name="Stage">The stage that made it, such as <c>pretrain</c>.</param>
/// <param name="How">In a sentence, how it saw the document.</param>
/// <param name="Steps">The first steps of the training, from 1, that read a part of the document; empty where that cannot be told.</param>
/// <param name="Readings">How often sequences with a part of the document were read in all; 0 where that cannot be told.</param>
/// <param name="Epochs">How often the training went through its data up to there; 0 where that cannot be told.</param>
public sealed record SeenBy(string Path, string Stage, string How, IReadOnlyList<int> Steps, long Readings, double Epochs);
