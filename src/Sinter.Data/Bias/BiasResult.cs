namespace Sinter.Data.Bias;

/// <summary>What a <see cref="BiasRun"/> found and did.</summary>
/// <param name="Before">The counts of the documents as they were read.</param>
/// <param name="After">The counts of the documents that were written; null where none were.</param>
/// <param name="Broken">The records that could not be read.</param>
/// <param name="Written">The documents that were written.</param>
/// <param name="Swapped">Those of them in which words were swapped.</param>
/// <param name="Swaps">The words that were swapped.</param>
/// <param name="Tests">The tests on vectors.</param>
public sealed record BiasResult(AssociationCounts Before, AssociationCounts? After, long Broken, long Written, long Swapped, long Swaps, IReadOnlyList<AttributeTest> Tests);

/// <summary>A test of a group of people against the others of its set.</summary>
/// <param name="Group">The full name of the group.</param>
/// <param name="Attributes">The two kinds of attributes.</param>
/// <param name="Result">The test.</param>
public sealed record AttributeTest(string Group, string Attributes, WordEmbeddingAssociationTest Result);
