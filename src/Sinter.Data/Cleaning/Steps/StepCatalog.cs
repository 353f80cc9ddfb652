using System.Reflection;

namespace Sinter.Data.Cleaning;

/// <summary>The steps that recipes can name: those of Sinter, and those of the user's assemblies.</summary>
public sealed class StepCatalog
{
    private readonly SortedDictionary<string, StepDescription> _steps;

    private StepCatalog(SortedDictionary<string, StepDescription> steps) => _steps = steps;

    /// <summary>The steps of Sinter.</summary>
    public static StepCatalog BuiltIn { get; } = new StepCatalog(new(StringComparer.Ordinal)).With(typeof(StepCatalog).Assembly);

    /// <summary>All steps, by name.</summary>
    public IReadOnlyCollection<StepDescription> Steps => _steps.Values;

    /// <summary>These steps and those of an assembly: its classes with <see cref="CleaningStepAttribute"/>.</summary>
    /// <exception cref="InvalidDataException">The assembly holds no step, one without the right interface, or one with a name that is taken.</exception>
    public StepCatalog With(Assembly assembly)
    {
        var steps = new SortedDictionary<string, StepDescription>(_steps, StringComparer.Ordinal);
        var found = 0;
        foreach (var type in assembly.GetTypes())
        {
            if (type.GetCustomAttribute<CleaningStepAttribute>() is not { } rule)
            {
                continue;
            }

            found++;
            if (!typeof(ICleaningStep).IsAssignableFrom(type) && !typeof(IOrderedStep).IsAssignableFrom(type))
            {
                throw new InvalidDataException($"The class '{type.FullName}' is marked as the step '{rule.Name}' but does not implement {nameof(ICleaningStep)}.");
            }

            if (!steps.TryAdd(rule.Name, new StepDescription(type, rule)))
            {
                throw new InvalidDataException($"The step '{rule.Name}' of '{assembly.GetName().Name}' has the name of a step that is there already; give it another.");
            }
        }

        return found > 0 ? new StepCatalog(steps)
            : throw new InvalidDataException($"'{assembly.GetName().Name}' holds no step: none of its classes has [CleaningStep].");
    }

    /// <summary>These steps and those of an assembly file, which is loaded and trusted like any program that the user runs.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is no assembly for this runtime, or <see cref="With(Assembly)"/> refuses it.</exception>
    public StepCatalog WithPlugin(string path)
    {
        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"There is no plugin '{path}'; give the .dll that holds the steps.");
        }

        try
        {
            return With(PluginContext.Load(Path.GetFullPath(path)));
        }
        catch (Exception fault) when (fault is BadImageFormatException or FileLoadException or ReflectionTypeLoadException)
        {
            throw new InvalidDataException($"'{path}' cannot be loaded as a plugin: {fault.Message.ReplaceLineEndings(" ")}", fault);
        }
    }

    /// <summary>The step of that name.</summary>
    /// <exception cref="InvalidDataException">There is none.</exception>
    public StepDescription Find(string name) =>
        _steps.TryGetValue(name, out var step) ? step : throw new InvalidDataException($"There is no step '{name}'{Suggestion.For(name, _steps.Keys)}");
}
