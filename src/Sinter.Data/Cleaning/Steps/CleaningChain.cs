namespace Sinter.Data.Cleaning;

/// <summary>One rule of a chain, with its place in the row of scores.</summary>
/// <param name="Step">The name of its step in the recipe.</param>
/// <param name="Rule">The rule.</param>
/// <param name="Index">Its place among all rules of the chain.</param>
public sealed record ChainRule(string Step, ScoreRule Rule, int Index)
{
    /// <summary>The name in reports and files: <c>gopherQuality.words</c>.</summary>
    public string Name { get; } = $"{Step}.{Rule.Name}";
}

/// <summary>One step of a chain.</summary>
/// <param name="Name">Its name in the recipe.</param>
/// <param name="Description">The kind of step.</param>
/// <param name="Rules">Its rules.</param>
/// <param name="Options">All of its options, resolved.</param>
public sealed record ChainStep(string Name, StepDescription Description, IReadOnlyList<ChainRule> Rules, IReadOnlyDictionary<string, string> Options)
{
    internal ICleaningStep? Worker { get; init; }

    internal IOrderedStep? Ordered { get; init; }
}

/// <summary>The steps of a recipe, made and checked: names, options, order, and what a step needs of an earlier one. Whoever made it ends it, and its steps with it.</summary>
public sealed class CleaningChain : IDisposable
{
    private CleaningChain(IReadOnlyList<ChainStep> steps)
    {
        Steps = steps;
        Rules = [.. steps.SelectMany(static step => step.Rules)];
        Workers = [.. steps.Where(static step => step.Worker is not null)];
        Ordered = [.. steps.Where(static step => step.Ordered is not null)];
    }

    /// <summary>The steps in order.</summary>
    public IReadOnlyList<ChainStep> Steps { get; }

    /// <summary>The rules of all steps in order: the columns of a row of scores.</summary>
    public IReadOnlyList<ChainRule> Rules { get; }

    internal IReadOnlyList<ChainStep> Workers { get; }

    internal IReadOnlyList<ChainStep> Ordered { get; }

    /// <summary>Makes the steps of a recipe, and refuses what cannot work before any document is read.</summary>
    /// <exception cref="InvalidDataException">A name, an option or the order is wrong; the message says what was meant.</exception>
    public static CleaningChain Create(StepCatalog catalog, IReadOnlyList<StepSetting> settings)
    {
        if (settings.Count == 0)
        {
            throw new InvalidDataException("A cleaning without steps does nothing; name a profile or at least one step.");
        }

        var steps = new List<ChainStep>(settings.Count);
        var rules = 0;
        foreach (var setting in settings)
        {
            var description = catalog.Find(setting.Step);
            CheckPlace(setting, description, steps);
            var made = description.Create(setting);
            var worker = made as ICleaningStep;
            IReadOnlyList<ScoreRule> own = worker is not null ? worker.Rules : [((IOrderedStep)made).Rule];
            foreach (var rule in own)
            {
                if (rule.Minimum > rule.Maximum)
                {
                    throw new InvalidDataException($"'{setting.Name}.{rule.MinimumOption}' is greater than '{setting.Name}.{rule.MaximumOption}', so no document could be kept.");
                }
            }

            steps.Add(new ChainStep(setting.Name, description, [.. own.Select((rule, i) => new ChainRule(setting.Name, rule, rules + i))], description.Resolve(made))
            {
                Worker = worker,
                Ordered = worker is null ? (IOrderedStep)made : null,
            });
            rules += own.Count;
        }

        return new CleaningChain(steps);
    }

    /// <summary>Ends the steps that hold something, such as programs that run.</summary>
    public void Dispose()
    {
        foreach (var step in Steps)
        {
            ((step.Worker as object ?? step.Ordered) as IDisposable)?.Dispose();
        }
    }

    /// <summary>The steps with every option spelled out, from which the same chain can be made again.</summary>
    public IReadOnlyList<StepSetting> ToSettings() =>
    [
        .. Steps.Select(static step => new StepSetting(
            step.Description.Name,
            string.Equals(step.Name, step.Description.Name, StringComparison.Ordinal)
                ? step.Options
                : new Dictionary<string, string>(step.Options, StringComparer.Ordinal) { [StepSetting.NameOption] = step.Name })),
    ];

    /// <summary>Why a rule drops a document with this score, for a person to judge: what was found, and the limit.</summary>
    public static string Reason(ChainRule rule, float score)
    {
        var limit = score < (float)rule.Rule.Minimum ? $"at least {Figure(rule.Rule.Minimum)}" : $"at most {Figure(rule.Rule.Maximum)}";
        return $"{rule.Rule.Description}: {Figure(score)}, {limit} expected";
    }

    /// <summary>A score or a limit as people read it.</summary>
    public static string Figure(double value) =>
        value.ToString(Math.Abs(value) >= 1000 ? "#,0.#" : Math.Abs(value) >= 1 ? "0.###" : "0.####", System.Globalization.CultureInfo.InvariantCulture);

    private static void CheckPlace(StepSetting setting, StepDescription description, List<ChainStep> before)
    {
        if (before.Exists(step => string.Equals(step.Name, setting.Name, StringComparison.Ordinal)))
        {
            throw new InvalidDataException($"The step '{setting.Name}' is there twice; take one away, or give one of them another name with '{StepSetting.NameOption}'.");
        }

        if (description.ComesFirst && before.Find(static step => !step.Description.ComesFirst) is { } early)
        {
            throw new InvalidDataException($"The step '{setting.Name}' stands behind '{early.Name}'; it must come first, as it makes the text that the others look at.");
        }

        if (!description.ComesLast && before.Find(static step => step.Description.ComesLast) is { } late)
        {
            throw new InvalidDataException($"The step '{setting.Name}' stands behind '{late.Name}', which must come last, as it compares what all others keep.");
        }

        // A source may set metadata too (WARC gives 'url'), so only what a known step gives can be missed.
        foreach (var need in description.Needs)
        {
            if (!before.Exists(step => step.Description.Gives.Contains(need, StringComparer.Ordinal)))
            {
                var giver = StepCatalog.BuiltIn.Steps.FirstOrDefault(step => step.Gives.Contains(need, StringComparer.Ordinal));
                if (giver is not null)
                {
                    throw new InvalidDataException($"The step '{setting.Name}' needs '{need}', which no step before it gives; put '{giver.Name}' before it.");
                }
            }
        }
    }
}
