using System.Text.Json;

namespace Sinter.Training.Runs;

/// <summary>One line of <c>events.jsonl</c>.</summary>
/// <param name="Time">When it happened, in UTC.</param>
/// <param name="Stage">The stage that it belongs to, such as <c>pretrain</c>.</param>
/// <param name="Event">Its kind: <c>start</c>, <c>step</c>, <c>validation</c>, <c>sample</c>, <c>warning</c>, <c>end</c> or <c>interrupted</c>.</param>
/// <param name="Data">The whole line, with the fields of its kind.</param>
public sealed record RunEvent(DateTimeOffset Time, string Stage, string Event, JsonElement Data);
