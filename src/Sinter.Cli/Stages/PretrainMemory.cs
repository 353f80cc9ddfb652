using Sinter.Cli.Recipes;
using Sinter.Cli.Tuning;
using Sinter.Data;
using Sinter.Training.Runs;

namespace Sinter.Cli.Stages;

/// <summary>What the pre-trainings before left, for the stages that go by it: a document stays in the split that it was in, and the vocabulary is that of the model.</summary>
internal static class PretrainMemory
{
    /// <summary>What is remembered and can be gone on from; null where the recipe asks for none, nothing is, or the recipe says another model now.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public static UpkeepMemory? Of(Recipe recipe, RunFolder run) =>
        recipe.Pretrain.Upkeep && UpkeepMemory.Read(run.PretrainUpkeep) is { } memory && Misfit(memory, recipe) is null ? memory : null;

    /// <summary>What decides the shape of the model and its vocabulary: a training that goes on must share it.</summary>
    public static IReadOnlyDictionary<string, string> Basis(Recipe recipe) => RecipeSchema.Settings(recipe, "model", "tokenizer", "pack.contextLength", "pretrain.objective");

    /// <summary>Why a pre-training cannot go on from the accepted model, as a clause; null where it can.</summary>
    public static string? Misfit(UpkeepMemory memory, Recipe recipe)
    {
        var now = Basis(recipe);
        return now.Keys.Union(memory.Basis.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .Where(key => !string.Equals(now.GetValueOrDefault(key), memory.Basis.GetValueOrDefault(key), StringComparison.Ordinal))
            .Select(key => $"'{key}' was {memory.Basis.GetValueOrDefault(key) ?? "not known"} and is {now.GetValueOrDefault(key) ?? "not known"} now")
            .FirstOrDefault();
    }

    /// <summary>What became of a document in earlier pre-trainings.</summary>
    public static UpkeepPart PartOf(this UpkeepMemory memory, Document document)
    {
        var (content, input) = Hashes(document);
        return memory.PartOf(content, input);
    }

    /// <summary>The split of a document: that which it was in before, whatever its id and the shares are now, and by the rule where it is new. What differs from a learned document in no letter is none to measure.</summary>
    public static Split SplitOf(this UpkeepMemory memory, Document document, SplitRule rule)
    {
        var (content, input) = Hashes(document);
        return memory.PartOf(content, input) switch
        {
            UpkeepPart.HeldOut => Split.Test,
            UpkeepPart.Watched => Split.Validation,
            UpkeepPart.Learned => Split.Train,
            _ => memory.Learned.HoldsInput(input) ? Split.Train : rule.Of(document),
        };
    }

    /// <summary>The documents of the splits, for the next pre-training to know.</summary>
    public static UpkeepExamples Documents(RunFolder run) =>
        new(HashesOf(run.Split(SplitStage.Splits[0])), HashesOf(run.Split(SplitStage.Splits[1])), HashesOf(run.Split(SplitStage.Splits[2])));

    private static ExampleHashes HashesOf(string path)
    {
        var hashes = new ExampleHashes();
        foreach (var document in JsonLines.ReadDocuments(path))
        {
            var (content, input) = Hashes(document);
            hashes.Add(content, input);
        }

        return hashes;
    }

    /// <summary>The hash of a document's text, and that of its letters and digits alone.</summary>
    private static (ulong Content, ulong Input) Hashes(Document document)
    {
        var (content, key) = (StableHash.Of(document.Text), HeldOutExamples.Key(document.Text));
        return (content, key.Length == 0 ? content : StableHash.Of(key));
    }
}
