using System.Text;
using Sinter.Data.Reading;

namespace Sinter.Data.Tests.Reading;

/// <summary>Reads bytes with a format, as the pipeline does.</summary>
internal static class Reader
{
    public static readonly ReadSettings SmallBlocks = new() { BlockBytes = 64, MaximumRecordBytes = 4096 };

    public static List<ReadOutcome> Read(IDocumentFormat format, byte[] bytes, ReadSettings? settings = null, string source = "in")
    {
        // Decoding comes after all cutting, and backwards: a block must own what it needs.
        var blocks = format.Read(new MemoryStream(bytes, writable: false), source, settings ?? ReadSettings.Default).ToList();
        blocks.Sum(block => block.Bytes).ShouldBeGreaterThanOrEqualTo(0);
        var decoded = Enumerable.Reverse(blocks).Select(block => block.Decode()).ToList();
        decoded.Reverse();
        return [.. decoded.SelectMany(outcomes => outcomes)];
    }

    public static List<ReadOutcome> Read(IDocumentFormat format, string text, ReadSettings? settings = null, string source = "in") =>
        Read(format, Encoding.UTF8.GetBytes(text), settings, source);

    public static IEnumerable<string> Texts(this IEnumerable<ReadOutcome> outcomes) => outcomes.Where(one => one.Document is not null).Select(one => one.Document!.Text);

    public static IEnumerable<string> Ids(this IEnumerable<ReadOutcome> outcomes) => outcomes.Where(one => one.Document is not null).Select(one => one.Document!.Id);

    public static IEnumerable<string> Reasons(this IEnumerable<ReadOutcome> outcomes) => outcomes.Where(one => one.Broken is not null).Select(one => one.Broken!.Reason);

    /// <summary>The reasons of what was passed over with their counts, such as <c>request=20</c>.</summary>
    public static IEnumerable<string> PassedOver(this IEnumerable<ReadOutcome> outcomes) =>
        outcomes.Where(one => one.PassedOver is not null).CountBy(one => one.PassedOver!).OrderBy(reason => reason.Key, StringComparer.Ordinal).Select(reason => $"{reason.Key}={reason.Value}");

    /// <summary>Reads every start of the sample; fails where one throws.</summary>
    public static void ReadTruncated(IDocumentFormat format, byte[] sample)
    {
        for (var length = 0; length < sample.Length; length++)
        {
            foreach (var outcome in Read(format, sample[..length]))
            {
                new object?[] { outcome.Document, outcome.Broken, outcome.PassedOver }.Count(one => one is not null).ShouldBe(1);
            }
        }
    }
}
