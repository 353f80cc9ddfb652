using System.Reflection;
using Sinter.Cli.Recipes;
using Sinter.Data.Inputs;
using Sinter.Data.Mixing;

namespace Sinter.Cli.Mixtures;

/// <summary>Turns the YAML spec of a mixture into a checked <see cref="MixtureSpec"/>; an error names its line.</summary>
internal static class MixtureFileReader
{
    private const string SourcesKey = "sources";

    /// <summary>Reads the spec at <paramref name="path"/>; gives it with the path of the tokenizer that it names, or null.</summary>
    /// <exception cref="FileNotFoundException">There is no such file, or no such input.</exception>
    /// <exception cref="InvalidDataException">The file is no spec.</exception>
    public static (MixtureSpec Spec, string? Tokenizer) Read(string path)
    {
        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"There is no spec of a mixture '{path}'; check the path and its spelling.", path);
        }

        if (YamlReader.ReadFile(path) is not YamlMapping root)
        {
            throw new InvalidDataException($"{path}: the spec of a mixture must hold keys with values; at least 'sources' is expected.");
        }

        var (file, sources) = (new MixtureFile(), new List<(MixtureFile.Source Source, int Line)>());
        foreach (var (name, value) in root.Entries)
        {
            if (name.Text is SourcesKey)
            {
                sources.AddRange(ReadSources(path, value));
            }
            else
            {
                Bind(path, file, name, value, [SourcesKey]);
            }
        }

        Require(file is not { Alpha: not null, Temperature: not null }, path, "'alpha' and 'temperature' are two names of one thing; keep one of them.");
        Require(file.Budget is null || file.Budget == Math.Floor(file.Budget.Value), path, "'budget' has a fraction; expected a whole number.");
        var spec = new MixtureSpec
        {
            Seed = (ulong)file.Seed,
            Budget = (long?)file.Budget,
            Unit = Enum.Parse<MixtureUnit>(file.Unit, ignoreCase: true),
            MaximumEpochs = file.MaxEpochs,
            Alpha = file.Alpha ?? (file.Temperature is { } temperature ? 1 / temperature : 1),
            Order = Enum.Parse<MixtureOrder>(file.Order, ignoreCase: true),
            OrderBy = file.OrderBy,
            Descending = file.Descending,
            Sources = [.. sources.Select(source => Source(path, source.Source, source.Line))],
        };
        try
        {
            spec.Check();
        }
        catch (InvalidDataException fault)
        {
            throw new InvalidDataException($"{path}: {fault.Message}", fault);
        }

        return (spec, file.Tokenizer);
    }

    private static IEnumerable<(MixtureFile.Source Source, int Line)> ReadSources(string path, YamlNode node)
    {
        if (node is not YamlSequence list)
        {
            throw Fault(path, node.Line, $"'{SourcesKey}' is {node.InWords}, expected a list of sources.");
        }

        foreach (var item in list.Items)
        {
            if (item is not YamlMapping mapping)
            {
                throw Fault(path, item.Line, $"a source is {item.InWords}, expected keys with values such as 'name' and 'inputs'.");
            }

            var source = new MixtureFile.Source();
            foreach (var (name, value) in mapping.Entries)
            {
                Bind(path, source, name, value, []);
            }

            yield return (source, item.Line);
        }
    }

    private static MixtureSource Source(string path, MixtureFile.Source source, int line)
    {
        if (source.Inputs.Count == 0)
        {
            throw Fault(path, line, $"the source '{source.Name}' has no inputs; name at least one file.");
        }

        try
        {
            return new MixtureSource
            {
                Name = source.Name,
                Inputs = InputSet.Resolve(source.Inputs, InputSettings.Default),
                Share = source.Share,
                Weight = source.Weight,
                Epochs = source.Epochs,
                TextField = source.TextField,
                IdField = source.IdField,
                GroupBy = source.GroupBy,
                Format = source.Format is null ? null : FormatCatalog.Find(source.Format).Name,
            };
        }
        catch (Exception fault) when (fault is FileNotFoundException or ArgumentException)
        {
            throw Fault(path, line, $"the source '{source.Name}': {fault.Message}");
        }
    }

    /// <summary>Puts one value where its key says.</summary>
    private static void Bind(string path, object target, YamlScalar name, YamlNode node, IReadOnlyList<string> others)
    {
        var keys = target.GetType().GetProperties().Where(static property => property.GetCustomAttribute<RecipeKeyAttribute>() is not null)
            .OrderBy(static property => property.MetadataToken)
            .Select(static property => new RecipeKey(null, property, property.GetCustomAttribute<RecipeKeyAttribute>()!)).ToList();
        if (keys.Find(key => string.Equals(key.Path, name.Text, StringComparison.Ordinal)) is not { } found)
        {
            throw Fault(path, name.Line, $"unknown key '{name.Text}'{Suggestion.For(name.Text, [.. keys.Select(static key => key.Path), .. others])}");
        }

        object? value;
        if (found.IsList && node is YamlSequence list && list.Items.All(static item => item is YamlScalar))
        {
            value = list.Items.Cast<YamlScalar>().Select(static item => item.Text).ToArray();
        }
        else if (found.IsList || node is not YamlScalar { IsNull: false } scalar || !found.TryParse(scalar.Text, scalar.Quoted, out value))
        {
            throw Fault(path, name.Line, $"'{found.Path}' is {node.InWords}, expected {found.Expected}.");
        }

        found.Property.SetValue(target, value);
    }

    private static void Require(bool condition, string path, string sentence)
    {
        if (!condition)
        {
            throw new InvalidDataException($"{path}: {sentence}");
        }
    }

    private static InvalidDataException Fault(string path, int line, string sentence) => new($"{path}, line {line}: {sentence}");
}
