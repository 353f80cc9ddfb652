using System.Globalization;
using System.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Sinter.Cli.Recipes;

/// <summary>
/// Reads one YAML document as a tree that knows its lines. Recipes come from anywhere, so what they do not need is refused: anchors and
/// aliases (which can grow without bound), tags, deep nesting, a key twice, a second document, files over 1 MB.
/// </summary>
internal sealed class YamlReader
{
    /// <summary>The greatest size of a recipe in bytes.</summary>
    public const int MaximumBytes = 1 << 20;

    private const int MaximumDepth = 8;
    private readonly Parser _events;
    private readonly string _source;

    private YamlReader(TextReader text, string source)
    {
        _events = new Parser(text);
        _source = source;
    }

    /// <summary>Reads the file at <paramref name="path"/>; null where it holds nothing but comments.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is too long, no UTF-8, or no YAML that a recipe may be.</exception>
    public static YamlNode? ReadFile(string path)
    {
        if (Directory.Exists(path))
        {
            throw new FileNotFoundException($"'{path}' is a folder; name the recipe file in it.");
        }

        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"There is no recipe '{path}'; check the path and its spelling.");
        }

        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        var bytes = new byte[MaximumBytes + 1];
        var length = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        if (length > MaximumBytes)
        {
            throw new InvalidDataException($"The recipe '{path}' is over {MaximumBytes / (1 << 20)} MB; a recipe holds settings only, so check that this is the right file.");
        }

        try
        {
            using var memory = new MemoryStream(bytes, 0, length);
            using var text = new StreamReader(memory, new UTF8Encoding(false, throwOnInvalidBytes: true));
            return Read(text, path);
        }
        catch (DecoderFallbackException fault)
        {
            throw new InvalidDataException($"The recipe '{path}' is not UTF-8 text (byte {fault.Index}); save it as UTF-8.", fault);
        }
    }

    /// <summary>Reads <paramref name="text"/>; null where it holds nothing. <paramref name="source"/> names it in errors.</summary>
    public static YamlNode? Read(TextReader text, string source)
    {
        var reader = new YamlReader(text, source);
        try
        {
            return reader.ReadDocument();
        }
        catch (YamlException fault)
        {
            var reason = fault.Message.ReplaceLineEndings(" ").TrimEnd('.');
            throw new InvalidDataException($"{source}, line {fault.Start.Line}: this is not valid YAML ({reason}).", fault);
        }
        catch (Exception fault) when (fault is InvalidOperationException or (ArgumentException and not DecoderFallbackException))
        {
            // The parser loses its way in some texts that are far from YAML.
            throw new InvalidDataException($"{source}, line {reader.Line}: this is not valid YAML.", fault);
        }
    }

    private YamlNode? ReadDocument()
    {
        Next();
        Next();
        if (_events.Current is StreamEnd)
        {
            return null;
        }

        Next();
        var root = ReadNode(0);
        Next();
        Next();
        return _events.Current is StreamEnd ? root : throw Refused("a second document begins here; a recipe is one document");
    }

    /// <summary>Reads the node that begins at the current event and leaves the reader at its last event.</summary>
    private YamlNode ReadNode(int depth)
    {
        if (depth > MaximumDepth)
        {
            throw Refused($"this is nested more than {MaximumDepth} levels deep");
        }

        if (_events.Current is AnchorAlias || _events.Current is NodeEvent { Anchor.IsEmpty: false })
        {
            throw Refused("anchors (&) and aliases (*) are not allowed in a recipe; write the value out, or put the text in quotes");
        }

        if (_events.Current is NodeEvent { Tag.IsEmpty: false })
        {
            throw Refused("tags (!) are not allowed in a recipe; put the text in quotes if it begins with an exclamation mark");
        }

        return _events.Current switch
        {
            Scalar scalar => new YamlScalar(scalar.Value, scalar.Style is not (ScalarStyle.Plain or ScalarStyle.Any), Line),
            SequenceStart => ReadSequence(depth),
            MappingStart => ReadMapping(depth),
            var other => throw Refused($"a value was expected here, found {other?.GetType().Name ?? "the end"}"),
        };
    }

    private YamlSequence ReadSequence(int depth)
    {
        var line = Line;
        var items = new List<YamlNode>();
        for (Next(); _events.Current is not SequenceEnd; Next())
        {
            items.Add(ReadNode(depth + 1));
        }

        return new YamlSequence(items, line);
    }

    private YamlMapping ReadMapping(int depth)
    {
        var line = Line;
        var entries = new List<(YamlScalar Key, YamlNode Value)>();
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        for (Next(); _events.Current is not MappingEnd; Next())
        {
            if (ReadNode(depth + 1) is not YamlScalar key)
            {
                throw Refused("a key must be a single word");
            }

            if (!seen.TryAdd(key.Text, key.Line))
            {
                throw Refused($"the key '{key.Text}' stands here a second time (first in line {seen[key.Text]}); keep one of the two");
            }

            Next();
            entries.Add((key, ReadNode(depth + 1)));
        }

        return new YamlMapping(entries, line);
    }

    private int Line => (int)(_events.Current?.Start.Line ?? 0);

    private void Next()
    {
        if (!_events.MoveNext())
        {
            throw Refused("the document ends in the middle");
        }
    }

    private InvalidDataException Refused(string reason) => new(string.Create(CultureInfo.InvariantCulture, $"{_source}, line {Line}: {reason}."));
}
