namespace Sinter.Cli.Recipes;

/// <summary>The <c>report</c> section, which has no keys yet: the page shows all that the run measured.</summary>
internal sealed record ReportSection;
