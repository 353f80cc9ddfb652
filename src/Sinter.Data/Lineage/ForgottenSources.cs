using Sinter.Data.Cleaning;
using Sinter.Data.Reading;

namespace Sinter.Data.Lineage;

/// <summary>Sources without the documents that were forgotten.</summary>
public static class ForgottenSources
{
    /// <summary>Why a forgotten document is passed over.</summary>
    public const string Reason = "forgotten";

    /// <summary>The same source, in which documents of the list are passed over. It is known as the same: a cleaning that was done or begun goes on with it.</summary>
    public static BlockSource Without(BlockSource source, ForgottenList forgotten) => source with
    {
        Read = () => source.Read().Select(block => new RecordBlock(block.Bytes, () => Filter(block.Decode(), forgotten))),
    };

    private static IReadOnlyList<ReadOutcome> Filter(IReadOnlyList<ReadOutcome> outcomes, ForgottenList forgotten) =>
        outcomes.Any(outcome => outcome.Document is { } document && forgotten.Holds(document))
            ? [.. outcomes.Select(outcome => outcome.Document is { } document && forgotten.Holds(document) ? ReadOutcome.Pass(Reason) : outcome)]
            : outcomes;
}
