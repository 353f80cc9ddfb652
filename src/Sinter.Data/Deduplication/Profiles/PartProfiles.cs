using Sinter.Data.Cleaning;
using Sinter.Data.Deduplication.Sentences;
using Sinter.Data.Deduplication.Substrings;

namespace Sinter.Data.Deduplication;

/// <summary>The options of the search for runs of sentences, as a command line spells them.</summary>
internal sealed class SentenceProfile
{
    [StepOption("How many sentences a run has.", Least = 1, Most = 1000)]
    public int Sentences { get; init; } = 3;

    public SentenceFinder Create() => new(Sentences);
}

/// <summary>The options of the search for substrings.</summary>
internal sealed class SubstringProfile
{
    [StepOption("What is counted.", Allowed = ["words", "bytes"])]
    public string Unit { get; init; } = "words";

    [StepOption("How many of them a run has at least; 0 for the usual: 50 words or 200 bytes.", Least = 0, Most = 100_000)]
    public int Length { get; init; }

    public SubstringFinder Create() => new(Unit is "bytes" ? SubstringUnit.Bytes : SubstringUnit.Words, Length == 0 ? null : Length);
}
