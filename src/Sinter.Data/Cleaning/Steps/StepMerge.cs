namespace Sinter.Data.Cleaning;

/// <summary>Changes a list of steps by another one.</summary>
public static class StepMerge
{
    /// <summary>The steps of a list with changes: one that is there by name takes the options of its change over its own; another is put behind all.</summary>
    public static IReadOnlyList<StepSetting> Of(IReadOnlyList<StepSetting> steps, IReadOnlyList<StepSetting> changes)
    {
        var merged = steps.ToList();
        foreach (var change in changes)
        {
            var at = merged.FindIndex(step => string.Equals(step.Name, change.Name, StringComparison.Ordinal));
            if (at < 0)
            {
                merged.Add(change);
                continue;
            }

            var options = new Dictionary<string, string>(merged[at].Options, StringComparer.Ordinal);
            foreach (var (name, value) in change.Options)
            {
                options[name] = value;
            }

            merged[at] = merged[at] with { Options = options };
        }

        return merged;
    }
}
