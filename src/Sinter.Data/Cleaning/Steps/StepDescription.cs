using System.Reflection;

namespace Sinter.Data.Cleaning;

/// <summary>A kind of step: its name, what it does, and its options.</summary>
public sealed class StepDescription
{
    private readonly Type _type;
    private readonly CleaningStepAttribute _rule;

    internal StepDescription(Type type, CleaningStepAttribute rule)
    {
        _type = type;
        _rule = rule;
        Options =
        [
            .. type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
                .Where(static property => property.IsDefined(typeof(StepOptionAttribute)))
                .OrderBy(static property => property.MetadataToken)
                .Select(static property => new StepOption(property, property.GetCustomAttribute<StepOptionAttribute>()!)),
        ];
    }

    /// <summary>The name in camel case.</summary>
    public string Name => _rule.Name;

    /// <summary>What it does.</summary>
    public string Description => _rule.Description;

    /// <summary>Metadata keys that something before it must have set.</summary>
    public IReadOnlyList<string> Needs => _rule.Needs;

    /// <summary>Metadata keys that it sets.</summary>
    public IReadOnlyList<string> Gives => _rule.Gives;

    /// <summary>Whether it stands before all others that are not so marked.</summary>
    public bool ComesFirst => _rule.ComesFirst;

    /// <summary>Whether it compares documents with those before them, and so stands behind all that look at one alone.</summary>
    public bool ComesLast => typeof(IOrderedStep).IsAssignableFrom(_type);

    /// <summary>The options, in the order of their declaration.</summary>
    public IReadOnlyList<StepOption> Options { get; }

    /// <summary>Every option with its value, as a recipe spells it.</summary>
    public IReadOnlyDictionary<string, string> Resolve(object step) => Options.ToDictionary(static option => option.Name, option => option.Format(step), StringComparer.Ordinal);

    /// <summary>Makes the step with the options of <paramref name="setting"/>.</summary>
    /// <exception cref="InvalidDataException">An option is not known, or its value is not what is expected.</exception>
    public object Create(StepSetting setting)
    {
        object step;
        try
        {
            step = Activator.CreateInstance(_type)!;
        }
        catch (Exception fault) when (fault is MissingMethodException or TargetInvocationException)
        {
            throw new InvalidDataException($"The step '{Name}' cannot be made: {(fault.InnerException ?? fault).Message}", fault);
        }

        foreach (var (name, value) in setting.Options.Where(static pair => pair.Key is not StepSetting.NameOption))
        {
            var option = Options.FirstOrDefault(option => string.Equals(option.Name, name, StringComparison.Ordinal))
                ?? throw new InvalidDataException(Options.Count == 0
                    ? $"The step '{setting.Name}' has no options, but '{name}' was given."
                    : $"The step '{setting.Name}' has no option '{name}'{Suggestion.For(name, [.. Options.Select(static option => option.Name)])}");
            if (!option.TrySet(step, value))
            {
                throw new InvalidDataException($"'{setting.Name}.{name}' is '{(value.Length > 60 ? value[..60] + "..." : value)}', expected {option.Expected}.");
            }
        }

        return step;
    }
}
