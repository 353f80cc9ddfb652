namespace Sinter.Cli.Recipes;

/// <summary>The <c>pretrain</c> section: next-token training on the packed documents from random weights.</summary>
internal sealed record PretrainSection : TrainingSection;
