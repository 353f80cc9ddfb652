using System.Text.Json;
using Sinter.Data.Cleaning;

namespace Sinter.Cli.Recipes;

/// <summary>Turns a recipe file and the <c>--set</c> options into a checked <see cref="Recipe"/>; every error names its place.</summary>
internal sealed class RecipeReader
{
    private readonly string _path;
    private readonly bool _isFile;
    private readonly Recipe _recipe = new();
    private readonly Dictionary<string, Place> _places = new(StringComparer.Ordinal);

    private RecipeReader(string path, bool isFile = true) => (_path, _isFile) = (path, isFile);

    /// <summary>Reads the recipe at <paramref name="path"/>, then applies each <c>key=value</c> of <paramref name="assignments"/> in order.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is not a recipe; the message names file, line and key.</exception>
    /// <exception cref="UsageException">An assignment is wrong.</exception>
    public static Recipe Read(string path, IReadOnlyList<string>? assignments = null)
    {
        var reader = new RecipeReader(path);
        reader.Bind(YamlReader.ReadFile(path));
        foreach (var assignment in assignments ?? [])
        {
            reader.Assign(assignment);
        }

        reader.NameByFile();
        if (RecipeRules.FirstBroken(reader._recipe) is { } broken)
        {
            throw reader.PlaceOf(broken).Fault(broken.Sentence);
        }

        return reader._recipe;
    }

    /// <summary>Makes a recipe of the options of a verb, then applies each <c>key=value</c> of <paramref name="assignments"/> in order.</summary>
    /// <param name="name">The name of the run.</param>
    /// <param name="options">The key that each option stands for, the option as the user spelled it, and its value; a list in place of one value for a key that is a list.</param>
    /// <param name="assignments">Further keys.</param>
    /// <exception cref="UsageException">A value is wrong.</exception>
    public static Recipe Of(string name, IEnumerable<(string Key, string Option, IReadOnlyList<string> Values)> options, IReadOnlyList<string>? assignments = null)
    {
        var reader = new RecipeReader("the command line", isFile: false);
        RecipeSchema.Find("name")!.Set(reader._recipe, name);
        foreach (var (path, option, values) in options)
        {
            var place = new Place(option, null, FromCommandLine: true);
            var key = Find(path, place);
            reader.BindValue(key, key.IsList ? new YamlSequence([.. values.Select(static value => new YamlScalar(value, true, 0))], 0) : new YamlScalar(values[0], false, 0), place);
        }

        foreach (var assignment in assignments ?? [])
        {
            reader.Assign(assignment);
        }

        return RecipeRules.FirstBroken(reader._recipe) is { } broken ? throw reader.PlaceOf(broken).Fault(broken.Sentence) : reader._recipe;
    }

    private void Bind(YamlNode? root)
    {
        if (root is null or YamlScalar { IsNull: true })
        {
            return;
        }

        foreach (var (name, value) in Entries(root, new Place(_path, root.Line), "a recipe"))
        {
            var place = new Place(_path, name.Line);
            if (RecipeSchema.Sections.ContainsKey(name.Text))
            {
                BindSection(name.Text, value, place);
            }
            else
            {
                BindValue(Find(name.Text, place), value, place);
            }
        }
    }

    private void BindSection(string section, YamlNode content, Place place)
    {
        if (content is YamlScalar { IsNull: true })
        {
            return;
        }

        foreach (var (name, value) in Entries(content, place, $"'{section}'"))
        {
            var at = new Place(_path, name.Line);
            BindValue(Find($"{section}.{name.Text}", at), value, at);
        }
    }

    private void BindValue(RecipeKey key, YamlNode node, Place place)
    {
        object? value;
        if (node is YamlScalar { IsNull: true } && (key.Property.PropertyType.IsClass || Nullable.GetUnderlyingType(key.Property.PropertyType) is not null) && key.Get(new Recipe()) is null)
        {
            value = null;
        }
        else if (key.IsSteps && node is YamlSequence steps)
        {
            value = steps.Items.Select(item => ReadStep(item, new Place(place.Source, place.FromCommandLine ? null : item.Line, place.FromCommandLine))).ToArray();
        }
        else if (key.IsList && node is YamlSequence sequence && sequence.Items.All(item => item is YamlScalar))
        {
            value = sequence.Items.Cast<YamlScalar>().Select(item => item.Text).ToArray();
        }
        else if (key.IsList || key.IsSteps || node is not YamlScalar { IsNull: false } scalar || !key.TryParse(scalar.Text, scalar.Quoted, out value))
        {
            throw place.Fault($"'{key.Path}' is {node.InWords}, expected {key.Expected}.");
        }

        key.Set(_recipe, value);
        _places[key.Path] = place;
    }

    private void Assign(string assignment)
    {
        var place = new Place($"--set {assignment}", null, FromCommandLine: true);
        var equals = assignment.IndexOf('=', StringComparison.Ordinal);
        if (equals <= 0)
        {
            throw place.Fault("expected key=value, such as pretrain.steps=100.");
        }

        var path = assignment[..equals].Trim();
        var text = assignment[(equals + 1)..].Trim();
        if (path.Split('.') is ["clean", var step, var option] && RecipeSchema.Find(path) is null)
        {
            AssignStep(step, option, text, place);
            return;
        }

        var key = Find(path, place);
        BindValue(key, key.IsList || key.IsSteps ? ReadList(text, place) : new YamlScalar(text, false, 0), place);
    }

    /// <summary>A step: its name, or its name with its options.</summary>
    private static StepSetting ReadStep(YamlNode node, Place place)
    {
        if (node is YamlScalar { IsNull: false } name)
        {
            return new StepSetting(name.Text);
        }

        if (node is not YamlMapping { Entries: [var (step, content)] } || content is not (YamlMapping or YamlScalar { IsNull: true }))
        {
            throw place.Fault($"a step is {node.InWords}, expected its name, or its name with options such as 'minimumWords: {{ minimum: 5 }}'.");
        }

        var options = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (option, value) in content is YamlMapping mapping ? mapping.Entries : [])
        {
            options[option.Text] = value switch
            {
                YamlScalar scalar => scalar.IsNull ? "null" : scalar.Text,
                YamlSequence list when list.Items.All(static item => item is YamlScalar) => JsonSerializer.Serialize(list.Items.Select(static item => ((YamlScalar)item).Text), RecipeSchema.Readable),
                _ => throw place.Fault($"'{step.Text}.{option.Text}' is {value.InWords}, expected a value or a list of values."),
            };
        }

        return new StepSetting(step.Text, options);
    }

    /// <summary>Changes one option of a step, as in <c>--set clean.minimumWords.minimum=5</c>.</summary>
    private void AssignStep(string step, string option, string text, Place place)
    {
        var clean = _recipe.Clean;
        var changed = StepMerge.Of(clean.Profile is null ? clean.AllSteps() : clean.Steps, [new StepSetting(step, new Dictionary<string, string>(StringComparer.Ordinal) { [option] = text })]);
        var key = RecipeSchema.Find("clean.steps")!;
        key.Set(_recipe, changed);
        _places[key.Path] = place;
    }

    private static YamlNode ReadList(string text, Place place)
    {
        using var reader = new StringReader(text);
        try
        {
            return YamlReader.Read(reader, "value") ?? new YamlScalar("", false, 0);
        }
        catch (InvalidDataException)
        {
            throw place.Fault("the value is not a list; write it as [first, second].");
        }
    }

    private void NameByFile()
    {
        if (_recipe.Name.Length == 0)
        {
            RecipeSchema.Find("name")!.Set(_recipe, Path.GetFileNameWithoutExtension(_path));
        }
    }

    /// <summary>Where the culprit was set: on the command line if any of the keys was, as that came last.</summary>
    private Place PlaceOf(BrokenRule broken) =>
        broken.Keys.Where(_places.ContainsKey).Select(key => _places[key]).OrderByDescending(place => place.FromCommandLine)
            .FirstOrDefault(new Place(_path, null, FromCommandLine: !_isFile));

    private static IReadOnlyList<(YamlScalar Key, YamlNode Value)> Entries(YamlNode node, Place place, string what) =>
        node is YamlMapping mapping ? mapping.Entries : throw place.Fault($"{what} must hold keys with values, found {node.InWords}.");

    private static RecipeKey Find(string path, Place place) =>
        RecipeSchema.Find(path) ?? throw place.Fault($"unknown key '{path}'{RecipeSchema.Suggest(path)}");

    /// <summary>Where a value was given.</summary>
    private readonly record struct Place(string Source, int? Line, bool FromCommandLine = false)
    {
        public Exception Fault(string sentence)
        {
            var whole = Line is { } line ? $"{Source}, line {line}: {sentence}" : $"{Source}: {sentence}";
            return FromCommandLine ? new UsageException(whole) : new InvalidDataException(whole);
        }
    }
}
