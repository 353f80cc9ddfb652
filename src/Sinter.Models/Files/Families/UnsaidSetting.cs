using System.Globalization;
using System.Text.Json;

namespace Sinter.Models.Files.Families;

/// <summary>
/// A setting that the files of a family have no key for, such as a window in a Llama: written and read again, the model would be another. Decoders and encoders are
/// checked, whose settings can be combined at will.
/// </summary>
internal static class UnsaidSetting
{
    private const double Rounding = 1e-9;

    /// <summary>Settings that <see cref="ModelConfigJson"/> writes for all families.</summary>
    private static readonly string[] SaidForAll =
        [nameof(ModelConfig.Labels), nameof(ModelConfig.PaddingToken), nameof(ModelConfig.DecoderStartToken), nameof(ModelConfig.PredictedTokens)];

    /// <summary>The first such setting, as one sentence; null where there is none.</summary>
    public static string? Find(FamilyFormat format, ModelConfig config)
    {
        if (config.Kind is not (ModelKind.Decoder or ModelKind.Encoder))
        {
            return null;
        }

        var read = format.Read(Written(format, config), config.Head);

        // What follows from other settings has no place to be written to.
        foreach (var property in typeof(ModelConfig).GetProperties().Where(static property => property.CanWrite && !SaidForAll.Contains(property.Name, StringComparer.Ordinal)))
        {
            var (said, meant) = (property.GetValue(read), property.GetValue(config));
            if (!Equals(said, meant) && !(said is double a && meant is double b && Math.Abs(a - b) <= Rounding * Math.Abs(b)))
            {
                return $"The config.json of a {config.Family} cannot say that {property.Name} is {Text(meant)}: it would be read as {Text(said)}; choose another family or setting.";
            }
        }

        return null;
    }

    private static JsonFile Written(FamilyFormat format, ModelConfig config)
    {
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text))
        {
            json.WriteStartObject();
            format.Write(json, config);
            json.WriteNumber("vocab_size", config.VocabularySize);
            if (config.PaddingToken is { } padding)
            {
                json.WriteNumber("pad_token_id", padding);
            }

            json.WriteEndObject();
        }

        return JsonFile.Parse(ModelConfigJson.FileName, text.ToArray());
    }

    private static string Text(object? value) => value is null ? "not set" : Convert.ToString(value, CultureInfo.InvariantCulture)!;
}
