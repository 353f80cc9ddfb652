using Sinter.Cli.Progress;
using Sinter.Cli.Tuning;
using Sinter.Data;
using Sinter.Data.Packing;
using Sinter.Tokenizers;

namespace Sinter.Cli.Stages;

/// <summary>How many documents an update has.</summary>
/// <param name="New">Those that train for the first time.</param>
/// <param name="Old">Those that train again.</param>
/// <param name="HeldOutBefore">Those of the test split that were measured before.</param>
/// <param name="HeldOutNew">Those of the test split that are new.</param>
internal sealed record UpdateCounts(long New, long Old, long HeldOutBefore, long HeldOutNew);

/// <summary>The text of an update of a pre-trained model: the splits of the run divided by what earlier runs knew of each document, in the work folder of the stage, and packed.</summary>
internal sealed class PretrainUpdateText(StageContext context, UpkeepMemory memory)
{
    /// <summary>The documents that train for the first time.</summary>
    public const string New = "new";

    /// <summary>Those that train again.</summary>
    public const string Old = "old";

    /// <summary>Held-out documents that were measured before.</summary>
    public const string HeldOutBefore = "held-out-before";

    /// <summary>Held-out documents that are new.</summary>
    public const string HeldOutNew = "held-out-new";

    // So many old documents are packed at least, that the share of chosen ones is not left to chance.
    private const double FewestOld = 100;

    // Sequences hold more or less text; a little more old text is packed than an update is expected to read.
    private const double Spare = 1.1;

    private static readonly string[] Parts = [New, Old, HeldOutBefore, HeldOutNew];

    /// <summary>The packed tokens of a part.</summary>
    public string Packed(string part) => Path.Combine(context.Run.StageWork("pretrain"), "packed", part);

    /// <summary>The texts of the held-out documents, those of before first.</summary>
    public IEnumerable<string> HeldOutTexts() => new[] { HeldOutBefore, HeldOutNew }.SelectMany(part => JsonLines.ReadDocuments(Documents(part))).Select(static document => document.Text);

    /// <summary>Writes the documents of each part. Of the old ones as many are chosen, by the hash of their text, as the update can read; each update chooses others.</summary>
    /// <param name="all">What the whole train split came to.</param>
    /// <param name="cancellation">Ends it early.</param>
    public UpdateCounts Divide(PackedManifest all, CancellationToken cancellation)
    {
        var section = context.Recipe.Pretrain;
        var (newBytes, oldBytes, oldDocuments) = (0L, 0L, 0L);
        using var fresh = JsonLinesWriter.Create(Documents(New));
        foreach (var (document, part) in Known("train", cancellation))
        {
            if (part == UpkeepPart.New)
            {
                fresh.Write(document);
                newBytes += document.Utf8Bytes;
            }
            else
            {
                oldDocuments++;
                oldBytes += document.Utf8Bytes;
            }
        }

        fresh.Complete();
        var passes = (double)section.Steps * section.BatchSize * section.Accumulation / Math.Max(1, all.Sequences);
        var wanted = Spare * passes * newBytes * section.Replay / (1 - section.Replay);
        var share = section.Replay == 0 || newBytes == 0 || oldDocuments == 0 ? 0 : Math.Min(1, Math.Max(wanted / Math.Max(1, oldBytes), FewestOld / oldDocuments));
        var seed = (ulong)context.Recipe.Seed + (ulong)memory.Learned.Count;
        using var old = JsonLinesWriter.Create(Documents(Old));
        foreach (var (document, part) in share == 0 ? [] : Known("train", cancellation))
        {
            if (part != UpkeepPart.New && (StableHash.Of(document.Text, seed) >> 11) * (1.0 / (1UL << 53)) < share)
            {
                old.Write(document);
            }
        }

        old.Complete();
        using var before = JsonLinesWriter.Create(Documents(HeldOutBefore));
        using var added = JsonLinesWriter.Create(Documents(HeldOutNew));
        foreach (var (document, part) in Known("test", cancellation))
        {
            // One that was learned, and came here later, says nothing of unseen text.
            if (part is UpkeepPart.HeldOut or UpkeepPart.New)
            {
                (part == UpkeepPart.HeldOut ? before : added).Write(document);
            }
        }

        before.Complete();
        added.Complete();
        return new(fresh.Lines, old.Lines, before.Lines, added.Lines);
    }

    /// <summary>Packs each part as the recipe says; one that is packed is kept.</summary>
    public void Pack(Tokenizer tokenizer, CancellationToken cancellation)
    {
        foreach (var part in Parts.Where(part => !Directory.Exists(Packed(part))))
        {
            PackStage.Pack(context, tokenizer, Documents(part), Packed(part), count => context.Progress.Report(new StageProgress(count, 0, "documents")), cancellation);
        }
    }

    private string Documents(string part) => Path.Combine(context.Run.StageWork("pretrain"), "documents", part + ".jsonl");

    private IEnumerable<(Document Document, UpkeepPart Part)> Known(string split, CancellationToken cancellation)
    {
        foreach (var document in JsonLines.ReadDocuments(context.Run.Split(split)))
        {
            cancellation.ThrowIfCancellationRequested();
            yield return (document, memory.PartOf(document));
        }
    }
}
