using System.Globalization;
using System.Text;
using Sinter.Cli.Recipes;
using Sinter.Data.Synthesis;

namespace Sinter.Cli.Verbs.Data;

/// <summary>Reads templates of a user: YAML by its ending, else what the library reads.</summary>
internal static class SynthesisTemplates
{
    /// <summary>The templates of a file.</summary>
    /// <exception cref="InvalidDataException">It holds none, or one is wrong.</exception>
    public static IReadOnlyList<SynthesisTemplate> Read(string path) =>
        Path.GetExtension(path).ToLowerInvariant() is ".yaml" or ".yml" && File.Exists(path) ? ReadYaml(path) : SynthesisTemplateFile.Read(path);

    private static List<SynthesisTemplate> ReadYaml(string path)
    {
        if (new FileInfo(path).Length > SynthesisTemplateFile.MaximumBytes)
        {
            throw new InvalidDataException($"The file of templates '{path}' is over {SynthesisTemplateFile.MaximumBytes / (1 << 20)} MB; check that this is the right file.");
        }

        try
        {
            using var text = new StreamReader(path, new UTF8Encoding(false, throwOnInvalidBytes: true));
            if (YamlReader.Read(text, path) is not YamlSequence { Items: { Count: > 0 and <= SynthesisTemplateFile.MaximumTemplates } items })
            {
                throw new InvalidDataException($"'{path}' holds no list of templates; expected items such as '- prompt: ...' with a 'response', 1 to {SynthesisTemplateFile.MaximumTemplates} of them.");
            }

            return [.. items.Select((item, at) => Template(path, item, at + 1))];
        }
        catch (DecoderFallbackException fault)
        {
            throw new InvalidDataException($"The file of templates '{path}' is not UTF-8 text (byte {fault.Index}); save it as UTF-8.", fault);
        }
    }

    private static SynthesisTemplate Template(string path, YamlNode item, int number)
    {
        var place = string.Create(CultureInfo.InvariantCulture, $"{path}, line {item.Line}");
        if (item is not YamlMapping mapping)
        {
            throw new InvalidDataException($"{place}: found {item.InWords}, expected a template with 'prompt' and 'response'.");
        }

        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in mapping.Entries)
        {
            fields[key.Text] = value is YamlScalar { IsNull: false } scalar ? scalar.Text.TrimEnd('\n')
                : throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"{path}, line {value.Line}: found {value.InWords}, expected a text for '{key.Text}'."));
        }

        return SynthesisTemplateFile.Create(place, number, fields);
    }
}
