using System.Text.Json.Nodes;
using Sinter.Cli.Progress;
using Sinter.Cli.Recipes;
using Sinter.Data;
using Sinter.Data.Packing;
using Sinter.Tokenizers;
using Sinter.Training.Runs;

namespace Sinter.Cli.Stages;

/// <summary>Turns the documents of each split into sequences of tokens.</summary>
internal sealed class PackStage : IStage
{
    /// <inheritdoc/>
    public string Name => "pack";

    /// <inheritdoc/>
    public bool IsPartOf(Recipe recipe) => recipe.Collect.HasText;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Settings(Recipe recipe, InputHashes inputs) => StageSettings.Of(recipe, Name, version: 1);

    /// <inheritdoc/>
    public IReadOnlyList<string> Outputs(Recipe recipe, RunFolder run) => [run.Packed];

    /// <inheritdoc/>
    public StageResult Run(StageContext context, CancellationToken cancellation)
    {
        var tokenizer = Tokenizer.Load(context.Run.Tokenizer);
        var total = StageResult.Read(context.Run, "split")?.DocumentsOut ?? 0;
        var metrics = new JsonObject { ["contextLength"] = context.Recipe.Pack.ContextLength };
        long documents = 0;
        long textBytes = 0;
        long tokenBytes = 0;
        foreach (var split in SplitStage.Splits)
        {
            var manifest = Pack(context, tokenizer, context.Run.Split(split), context.Run.PackedSplit(split), done => context.Progress.Report(new StageProgress(documents + done, total, "documents")), cancellation);
            metrics[split] = Figures(manifest);
            documents += manifest.Documents;
            textBytes += manifest.TextBytes;
            tokenBytes += manifest.Sequences * manifest.ContextLength * manifest.TokenBytes;
        }

        return new StageResult { DocumentsIn = documents, DocumentsOut = documents, BytesIn = textBytes, BytesOut = tokenBytes, Metrics = metrics };
    }

    /// <summary>Packs documents as the recipe says.</summary>
    /// <param name="context">The stage's surroundings.</param>
    /// <param name="tokenizer">The tokenizer.</param>
    /// <param name="documents">The documents, JSON Lines.</param>
    /// <param name="folder">The folder of the packed tokens.</param>
    /// <param name="progress">Is told the documents done.</param>
    /// <param name="cancellation">Ends the packing early.</param>
    internal static PackedManifest Pack(StageContext context, Tokenizer tokenizer, string documents, string folder, Action<long> progress, CancellationToken cancellation)
    {
        var end = tokenizer.EndOfText ?? throw new InvalidDataException($"The tokenizer of the run has no token {SpecialTokens.EndOfText} that ends a text; run the stage 'tokenizer' again, or take a tokenizer that has one.");
        using var writer = new PackedDatasetWriter(folder, new PackingOptions
        {
            ContextLength = context.Recipe.Pack.ContextLength,
            VocabularySize = tokenizer.VocabularySize,
            EndOfText = end,
            TokenizerFingerprint = tokenizer.Fingerprint,
            Order = context.Recipe.Pack.Order switch
            {
                "in-order" => PackingOrder.InOrder,
                "concatenate" => PackingOrder.Concatenate,
                _ => PackingOrder.BestFit,
            },
        });

        // The end of a text is also where the next begins: with it in front, every token of the text has something to be predicted from.
        var packer = new DocumentPacker(writer, tokenizer, beginning: end);
        packer.Pack(JsonLines.ReadDocuments(documents), context.Threads, counts => progress(counts.Documents), cancellation);
        if (packer.Counts.Faults is [var fault, ..])
        {
            throw new InvalidDataException($"A document of '{documents}' cannot be packed. {fault}");
        }

        return writer.Complete();
    }

    private static JsonObject Figures(PackedManifest manifest) => new()
    {
        ["documents"] = manifest.Documents,
        ["textBytes"] = manifest.TextBytes,
        ["tokens"] = manifest.Tokens,
        ["sequences"] = manifest.Sequences,
        ["paddingShare"] = Math.Round(manifest.PaddingShare, 6),
        ["splitDocuments"] = manifest.SplitDocuments,
        ["truncatedDocuments"] = manifest.TruncatedDocuments,
        ["truncatedTokens"] = manifest.TruncatedTokens,
        ["bytesPerToken"] = manifest.Tokens == 0 ? 0 : Math.Round((double)manifest.TextBytes / manifest.Tokens, 4),
    };
}
