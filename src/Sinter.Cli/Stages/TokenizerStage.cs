using System.Text.Json.Nodes;
using Sinter.Cli.Progress;
using Sinter.Cli.Recipes;
using Sinter.Data;
using Sinter.Tokenizers;
using Sinter.Training.Runs;

namespace Sinter.Cli.Stages;

/// <summary>Learns the vocabulary from the train split, and from nothing else.</summary>
internal sealed class TokenizerStage : IStage
{
    private const int ShownTokens = 8;

    /// <inheritdoc/>
    public string Name => "tokenizer";

    /// <inheritdoc/>
    public bool IsPartOf(Recipe recipe) => recipe.Collect.HasText;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Settings(Recipe recipe, InputHashes inputs) => StageSettings.Of(recipe, Name, version: 1, "model.from", "pretrain.objective");

    /// <inheritdoc/>
    public IReadOnlyList<string> Outputs(Recipe recipe, RunFolder run) => [run.Tokenizer];

    /// <inheritdoc/>
    public StageResult Run(StageContext context, CancellationToken cancellation)
    {
        if (PretrainMemory.Of(context.Recipe, context.Run) is { } memory)
        {
            // The model of the last pre-training goes on, and with it its vocabulary.
            return Taken(context, memory.Model);
        }

        if (context.Recipe.Model.From is { } from)
        {
            return Taken(context, from);
        }

        var total = StageResult.Read(context.Run, "split")?.DocumentsOut ?? 0;
        long documents = 0;
        long bytes = 0;
        var wanted = context.Recipe.Tokenizer;
        var trainer = new TokenizerTrainer(new TokenizerTrainerOptions
        {
            Model = TokenizerModels.ByName[wanted.Model],
            VocabularySize = wanted.VocabularySize,
            Style = wanted.Style,
            SpecialTokens = RecipeTokens.Of(context.Recipe), // whatever the model, documents end and answers begin
            Threads = context.Threads,
        });
        var tokenizer = trainer.Train(Texts(), new Reporter(context.Progress, total), cancellation);
        tokenizer.SaveFolder(context.Run.Tokenizer, ChatTemplate.Default);
        if (wanted.Model is not "byte" && tokenizer.VocabularySize < wanted.VocabularySize)
        {
            context.Events.Warning(Name, $"The text has enough for {tokenizer.VocabularySize} tokens only, of {wanted.VocabularySize} that were wanted.");
        }

        return new StageResult
        {
            DocumentsIn = documents,
            DocumentsOut = documents,
            BytesIn = bytes,
            BytesOut = bytes,
            Metrics = new JsonObject
            {
                ["vocabularySize"] = tokenizer.VocabularySize,
                ["longestTokens"] = new JsonArray([.. LongestTokens(tokenizer)]),
                ["fingerprint"] = tokenizer.Fingerprint,
            },
        };

        IEnumerable<string> Texts()
        {
            foreach (var document in JsonLines.ReadDocuments(context.Run.Split(SplitStage.Splits[0])))
            {
                documents++;
                bytes += document.Utf8Bytes;
                yield return document.Text;
            }
        }
    }

    /// <summary>The tokenizer of the model that the training starts from.</summary>
    private static StageResult Taken(StageContext context, string from)
    {
        var tokenizer = Tokenizer.Load(from);
        tokenizer.SaveFolder(context.Run.Tokenizer, ChatTemplate.Default);
        return new StageResult { Metrics = new JsonObject { ["vocabularySize"] = tokenizer.VocabularySize, ["from"] = from, ["fingerprint"] = tokenizer.Fingerprint } };
    }

    private static IEnumerable<JsonNode?> LongestTokens(Tokenizer tokenizer) =>
        Enumerable.Range(0, tokenizer.VocabularySize)
            .Where(id => !tokenizer.IsSpecial(id))
            .Select(id => tokenizer.Decode([id]))
            .OrderByDescending(token => token.Length)
            .ThenBy(token => token, StringComparer.Ordinal)
            .Take(ShownTokens)
            .Select(token => (JsonNode?)JsonValue.Create(token));

    /// <summary>Tells of the counting first, then of the merging.</summary>
    private sealed class Reporter(IProgressView view, long documents) : IProgress<TokenizerTrainingProgress>
    {
        public void Report(TokenizerTrainingProgress value) => view.Report(value.Tokens == 0
            ? new StageProgress(value.Texts, documents, "documents")
            : new StageProgress(value.Tokens, value.VocabularySize, "tokens"));
    }
}
