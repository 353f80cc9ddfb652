using Sinter.Tokenizers.Normalizers;

namespace Sinter.Tokenizers.Files;

/// <summary>Reads the <c>normalizer</c> of a tokenizer.json. H3 replaces this.</summary>
internal static class NormalizerReader
{
    /// <summary>The normalizer, or null where there is none.</summary>
    public static Normalizer? Read(JsonPart part)
    {
        if (part.IsNull)
        {
            return null;
        }

        var steps = part["normalizers"].Items().Select(static step => step["type"].Text() + step["content"].TextOrNull()).ToArray();
        return steps switch
        {
            ["Replace▁"] => new MetaspaceNormalizer(false, false),
            ["Prepend", "Replace▁"] => new MetaspaceNormalizer(true, false),
            ["Replace", "Replace ", "Replace▁"] => new MetaspaceNormalizer(false, true),
            ["Replace", "Replace ", "Prepend", "Replace▁"] => new MetaspaceNormalizer(true, true),
            _ => throw part.Error($"has the steps {string.Join(", ", steps)}"),
        };
    }
}
