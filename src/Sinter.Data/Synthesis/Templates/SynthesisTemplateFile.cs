using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Sinter.Data.Synthesis;

/// <summary>
/// Reads templates of a user: JSON, a list of <c>{"name","kind","prompt","response","rejected"}</c> of which only the prompt is needed; or plain text, a template a line as
/// <c>prompt =&gt; response</c>, where <c>\n</c> is a line end, and lines that begin with <c>#</c> and empty ones are passed over.
/// </summary>
public static class SynthesisTemplateFile
{
    /// <summary>The most bytes of a file of templates.</summary>
    public const int MaximumBytes = 1 << 20;

    /// <summary>The most templates of one file.</summary>
    public const int MaximumTemplates = 1000;

    private const string Arrow = "=>";

    private static readonly string[] Keys = ["name", "kind", "prompt", "response", "rejected"];

    /// <summary>Reads a file, JSON where it begins with <c>[</c>, else plain text.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is too long, not UTF-8, or no template could be read from it.</exception>
    public static IReadOnlyList<SynthesisTemplate> Read(string path)
    {
        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"There is no file of templates '{path}'; check the path and its spelling.");
        }

        if (new FileInfo(path).Length > MaximumBytes)
        {
            throw new InvalidDataException($"The file of templates '{path}' is over {MaximumBytes / (1 << 20)} MB; check that this is the right file.");
        }

        string text;
        try
        {
            text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(File.ReadAllBytes(path)).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException fault)
        {
            throw new InvalidDataException($"The file of templates '{path}' is not UTF-8 text (byte {fault.Index}); save it as UTF-8.", fault);
        }

        return Parse(text, path);
    }

    /// <summary>Reads templates from a text; <paramref name="name"/> stands in messages.</summary>
    /// <exception cref="InvalidDataException">No template could be read from it.</exception>
    public static IReadOnlyList<SynthesisTemplate> Parse(string text, string name)
    {
        var templates = text.AsSpan().TrimStart().StartsWith("[") ? ParseJson(text, name) : ParseLines(text, name);
        return templates.Count is > 0 and <= MaximumTemplates ? templates
            : throw new InvalidDataException($"'{name}' holds {templates.Count} templates; expected 1 to {MaximumTemplates}.");
    }

    /// <summary>Makes a template of the fields that a file gives; what is wrong is told with the place.</summary>
    /// <param name="place">The file and the place in it.</param>
    /// <param name="number">Which template it is, from 1; it names one that has no name.</param>
    /// <param name="fields">The fields by name.</param>
    /// <exception cref="InvalidDataException">A field is unknown or wrong.</exception>
    public static SynthesisTemplate Create(string place, int number, IReadOnlyDictionary<string, string> fields)
    {
        foreach (var key in fields.Keys)
        {
            if (!Keys.Contains(key, StringComparer.Ordinal))
            {
                throw new InvalidDataException($"{place}: a template has no '{key}'{Suggestion.For(key, Keys)}");
            }
        }

        try
        {
            return new SynthesisTemplate(
                fields.GetValueOrDefault("name") ?? string.Create(CultureInfo.InvariantCulture, $"template-{number}"),
                fields.GetValueOrDefault("kind") is { } kind ? SynthesisKinds.Find(kind) : fields.ContainsKey("rejected") ? SynthesisKind.Preference : SynthesisKind.Instruct,
                fields.GetValueOrDefault("prompt") ?? throw new InvalidDataException("A template has no 'prompt'; give what the user says."),
                fields.GetValueOrDefault("response"),
                fields.GetValueOrDefault("rejected"));
        }
        catch (InvalidDataException fault)
        {
            throw new InvalidDataException($"{place}: {fault.Message}", fault);
        }
    }

    private static List<SynthesisTemplate> ParseJson(string text, string name)
    {
        try
        {
            using var json = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 4, CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            var templates = new List<SynthesisTemplate>();
            foreach (var element in json.RootElement.EnumerateArray())
            {
                var place = string.Create(CultureInfo.InvariantCulture, $"{name}, template {templates.Count + 1}");
                if (element.ValueKind != JsonValueKind.Object || element.EnumerateObject().Any(static field => field.Value.ValueKind != JsonValueKind.String))
                {
                    throw new InvalidDataException($"{place}: expected an object whose fields are texts.");
                }

                templates.Add(Create(place, templates.Count + 1, element.EnumerateObject().DistinctBy(static field => field.Name).ToDictionary(static field => field.Name, static field => field.Value.GetString()!, StringComparer.Ordinal)));
            }

            return templates;
        }
        catch (JsonException fault)
        {
            throw new InvalidDataException($"'{name}' is not valid JSON (line {(fault.LineNumber ?? 0) + 1}); expected a list of templates.", fault);
        }
    }

    private static List<SynthesisTemplate> ParseLines(string text, string name)
    {
        var templates = new List<SynthesisTemplate>();
        var number = 0;
        foreach (var line in text.Split('\n').Select(static line => line.Trim()))
        {
            number++;
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            var arrow = line.IndexOf(Arrow, StringComparison.Ordinal);
            var fields = new Dictionary<string, string>(StringComparer.Ordinal) { ["prompt"] = Unescape(arrow < 0 ? line : line[..arrow]) };
            if (arrow >= 0)
            {
                fields["response"] = Unescape(line[(arrow + Arrow.Length)..]);
            }

            templates.Add(Create(string.Create(CultureInfo.InvariantCulture, $"{name}, line {number}"), templates.Count + 1, fields));
        }

        return templates;

        static string Unescape(string part) => part.Trim().Replace("\\n", "\n", StringComparison.Ordinal);
    }
}
