using Sinter.Models.Files;
using static System.FormattableString;

namespace Sinter.Models.Surgery;

/// <summary>
/// Gives a model another vocabulary: rows of the embedding and of the output for its tokens. A row that belongs to no token begins as the mean of all: such a row adds to
/// the denominator of a softmax at most its share of all rows, as the exponential of a mean is at most the mean of the exponentials.
/// </summary>
public static class VocabularyChange
{
    private const int MostRows = 1 << 24;

    /// <summary>The smallest multiple that is not below a number.</summary>
    /// <exception cref="ArgumentException">The multiple is not from 1 to 65536, or the result too large.</exception>
    public static int RoundUp(int rows, int multiple)
    {
        var rounded = multiple is >= 1 and <= 1 << 16 ? ((long)rows + multiple - 1) / multiple * multiple : throw new ArgumentException(Invariant($"The vocabulary cannot be a multiple of {multiple}; give 1 to 65536."));
        return rounded <= MostRows ? (int)rounded : throw new ArgumentException(Invariant($"A vocabulary of {rounded} rows is more than the {MostRows} that a model may have."));
    }

    /// <summary>Writes the model with another vocabulary into a folder of its own. The tokenizer is saved beside it by who has it.</summary>
    /// <param name="source">The folder of the model.</param>
    /// <param name="target">The folder of the new model; another than the source.</param>
    /// <param name="vocabulary">The tokens.</param>
    /// <param name="type">How the weights are stored; null for as they were.</param>
    /// <returns>The description of the new model.</returns>
    /// <exception cref="ArgumentException">An id is none of an old token, or the folders are one.</exception>
    /// <exception cref="InvalidDataException">The model is damaged.</exception>
    public static ModelConfig Write(string source, string target, NewVocabulary vocabulary, TensorType? type = null)
    {
        var folder = SurgeryFolders.Open(source, target);
        Check(folder.Config, vocabulary);
        var config = SurgeryFolders.RequireWritable(folder.Config with
        {
            VocabularySize = RoundUp(vocabulary.Origins.Count, vocabulary.Multiple),
            PaddingToken = vocabulary.PaddingToken,
            DecoderStartToken = vocabulary.DecoderStartToken,
        });
        using var weights = folder.OpenWeights();
        ModelFolder.Write(target, config, Weights(folder.Config, weights, config, vocabulary), vocabulary.Generation, type ?? StoredType.Of(folder));
        return config;
    }

    private static IEnumerable<TensorToWrite> Weights(ModelConfig old, IWeightSource weights, ModelConfig config, NewVocabulary vocabulary)
    {
        var places = ModelTensors.Of(old).ToDictionary(static place => place.Info.Name, StringComparer.Ordinal);
        return ModelTensors.Of(config).Select(place =>
        {
            var source = places[place.Info.Name];
            return place.Parameter is not ("embedding" or "output" or "output.bias")
                ? SurgeryFolders.Copy(place.Info, weights)
                : new TensorToWrite(place.Info, destination =>
                {
                    var rows = new float[source.Info.Elements];
                    weights.ReadFloat32(source.Info.Name, rows, [.. source.Info.Shape]);
                    Fill(destination, rows, (int)(source.Info.Elements / old.VocabularySize), vocabulary);
                });
        });
    }

    private static void Fill(Span<float> destination, ReadOnlySpan<float> old, int width, NewVocabulary vocabulary)
    {
        var mean = new float[width];
        MeanOf(Enumerable.Range(0, vocabulary.OldTokens), vocabulary.OldTokens, old, mean);
        for (var token = 0; token * width < destination.Length; token++)
        {
            var row = destination.Slice(token * width, width);
            if (token >= vocabulary.Origins.Count || vocabulary.Origins[token] is not { Count: > 0 } origins)
            {
                mean.CopyTo(row);
            }
            else
            {
                MeanOf(origins, origins.Count, old, row);
            }
        }
    }

    private static void MeanOf(IEnumerable<int> ids, int count, ReadOnlySpan<float> rows, Span<float> mean)
    {
        var sums = new double[mean.Length];
        foreach (var id in ids)
        {
            for (var column = 0; column < mean.Length; column++)
            {
                sums[column] += rows[(id * mean.Length) + column];
            }
        }

        for (var column = 0; column < mean.Length; column++)
        {
            mean[column] = (float)(sums[column] / count);
        }
    }

    private static void Check(ModelConfig config, NewVocabulary vocabulary)
    {
        if (vocabulary.OldTokens < 1 || vocabulary.OldTokens > config.VocabularySize)
        {
            throw new ArgumentException(Invariant($"The tokenizer has {vocabulary.OldTokens} tokens and the model {config.VocabularySize} rows; do they belong together?"));
        }

        if (vocabulary.Origins.Count == 0)
        {
            throw new ArgumentException("The new vocabulary has no tokens.");
        }

        if (vocabulary.Origins.FirstOrDefault(ids => ids.Any(id => id < 0 || id >= vocabulary.OldTokens)) is { } odd)
        {
            throw new ArgumentException(Invariant($"A new token stands for the ids [{string.Join(", ", odd)}]; expected all from 0 and below {vocabulary.OldTokens}."));
        }
    }
}
