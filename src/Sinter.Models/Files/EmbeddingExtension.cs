namespace Sinter.Models.Files;

/// <summary>
/// Gives a model rows for new tokens: of the embedding, and of the output where that is a matrix of its own. A new row is the mean of the rows of the old tokens that
/// the new one stands for, so that the model begins with a fair guess; every other weight stays as it is, and with it every logit of an old token.
/// </summary>
public static class EmbeddingExtension
{
    /// <summary>Writes the extended model into a folder of its own. The tokenizer is saved beside it by who has it.</summary>
    /// <param name="source">The folder of the model.</param>
    /// <param name="target">The folder of the extended model; made where it is missing, and another than the source.</param>
    /// <param name="firstNewId">The id of the first new token; at most the model's number of rows, of which those behind the old tokens were never used.</param>
    /// <param name="replaced">For each new token the ids of the old tokens that it stands for.</param>
    /// <param name="type">How the weights are stored; a narrower type than the source's rounds them.</param>
    /// <returns>The shape of the extended model.</returns>
    /// <exception cref="ArgumentException">The folders are one, or an id is none of an old token.</exception>
    /// <exception cref="InvalidDataException">The model is damaged.</exception>
    public static ModelConfig Write(string source, string target, int firstNewId, IReadOnlyList<IReadOnlyList<int>> replaced, TensorType type = TensorType.Float32)
    {
        if (string.Equals(Path.GetFullPath(source), Path.GetFullPath(target), StringComparison.Ordinal))
        {
            throw new ArgumentException($"The extended model would overwrite the model in '{source}'; give a folder of its own.", nameof(target));
        }

        var folder = ModelFolder.Open(source);
        Check(folder.Config, firstNewId, replaced);
        var config = folder.Config with { VocabularySize = Math.Max(folder.Config.VocabularySize, firstNewId + replaced.Count) };
        using var weights = folder.OpenWeights();
        var tensors = ModelTensors.Of(config).Select(place => new TensorToWrite(place.Info, destination =>
        {
            var info = place.Info;
            if (place.Parameter is "embedding" or "output")
            {
                weights.ReadFloat32(info.Name, destination[..(folder.Config.VocabularySize * config.HiddenSize)], [folder.Config.VocabularySize, config.HiddenSize]);
                FillRows(destination, config.HiddenSize, firstNewId, replaced);
            }
            else
            {
                weights.ReadFloat32(info.Name, destination, [.. info.Shape]);
            }
        }));
        ModelFolder.Write(target, config, tensors, folder.Generation, type);
        return config;
    }

    private static void Check(ModelConfig config, int firstNewId, IReadOnlyList<IReadOnlyList<int>> replaced)
    {
        if (firstNewId < 1 || firstNewId > config.VocabularySize)
        {
            throw new ArgumentException(FormattableString.Invariant(
                $"The first new token has the id {firstNewId}, but the model has {config.VocabularySize} rows; do the tokenizer and the model belong together?"));
        }

        if (replaced.FirstOrDefault(ids => ids.Count == 0 || ids.Any(id => id < 0 || id >= firstNewId)) is { } odd)
        {
            throw new ArgumentException(FormattableString.Invariant(
                $"A new token stands for the ids [{string.Join(", ", odd)}]; expected at least one, all from 0 and below {firstNewId}."));
        }
    }

    private static void FillRows(Span<float> matrix, int width, int firstNewId, IReadOnlyList<IReadOnlyList<int>> replaced)
    {
        for (var i = 0; i < replaced.Count; i++)
        {
            var row = matrix.Slice((firstNewId + i) * width, width);
            for (var column = 0; column < width; column++)
            {
                var sum = 0.0;
                foreach (var id in replaced[i])
                {
                    sum += matrix[(id * width) + column];
                }

                row[column] = (float)(sum / replaced[i].Count);
            }
        }
    }
}
