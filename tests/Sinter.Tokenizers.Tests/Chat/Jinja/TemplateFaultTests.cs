using System.Diagnostics;

namespace Sinter.Tokenizers.Tests.Chat.Jinja;

/// <summary>Templates that are broken, or that someone wrote to do harm: one sentence each, in bounded time.</summary>
public sealed class TemplateFaultTests
{
    [Theory]
    [InlineData("a\n{% if x %}b", "line 2: the block that begins here is not closed; write {% endif %} behind it.")]
    [InlineData("{% for x in y %}{% endif %}", "line 1: there is no statement 'endif' here")]
    [InlineData("{{ 1 ", "line 1: the tag that begins here is not closed; write }} behind it.")]
    [InlineData("\n\n{# c", "line 3: the comment that begins here is not closed")]
    [InlineData("{% raw %}a", "the raw block that begins here is not closed")]
    [InlineData("{{ 'a }}", "the text that begins here is not closed")]
    [InlineData("{{ '\\u12' }}", "an escape that is cut short")]
    [InlineData("{{ (1 ] }}", "the bracket ']' closes none that is open")]
    [InlineData("{{ 1 ? 2 }}", "the character '?' does not belong into a tag")]
    [InlineData("{{ 1 2 }}", "found '2', expected '}}'")]
    [InlineData("{{ }}", "found '}}', expected a value")]
    [InlineData("{{ a | }}", "expected the name of a filter")]
    [InlineData("{{ a.'b' }}", "expected the name of a member")]
    [InlineData("{% include 'x' %}", "there is no statement 'include' here")]
    [InlineData("{% break %}", "'break' stands outside of a loop")]
    [InlineData("{% set 1 = 2 %}", "only names and members of a namespace can be set")]
    [InlineData("{% for x on y %}{% endfor %}", "found 'on', expected 'in'")]
    [InlineData("{% for x in y recursive %}{% endfor %}", "write a macro that does")]
    [InlineData("{% call 1 %}{% endcall %}", "a call block calls a macro")]
    [InlineData("{{ 99999999999999999999 }}", "is too large")]
    [InlineData("{{ 0x10 }}", "in decimal")]
    public void A_template_that_cannot_be_read_is_told_with_its_line(string template, string expected) =>
        Should.Throw<InvalidDataException>(() => ChatTemplate.Parse(template)).Message.ShouldContain(expected);

    [Theory]
    [InlineData("\n{{ x.y }}", "The chat template, line 2: 'x' is not defined, so 'y' cannot be looked up in it; check for it with 'is defined'.")]
    [InlineData("{{ x() }}", "'x' is not defined, so it cannot be called.")]
    [InlineData("{{ 'a' + 1 }}", "'+' cannot take a text and a whole number")]
    [InlineData("{{ 'a' + x }}", "'x' is not defined, and '+' needs a value")]
    [InlineData("{{ 1 < 'a' }}", "have no order")]
    [InlineData("{{ 1 // 0 }}", "divided by zero")]
    [InlineData("{{ 9223372036854775807 + 1 }}", "beyond whole numbers of 64 bits")]
    [InlineData("{{ 'a' | nothing }}", "there is no filter 'nothing' here")]
    [InlineData("{{ 'a' is nothing }}", "there is no test 'nothing' here")]
    [InlineData("{{ 'a' | replace('b') }}", "'replace' misses its argument 'new'")]
    [InlineData("{{ 'a' | trim(1, 2) }}", "'trim' takes at most 1 arguments, found 2")]
    [InlineData("{{ 'a' | trim(x=1) }}", "'trim' takes no argument 'x'")]
    [InlineData("{{ x | tojson }}", "so it has no JSON")]
    [InlineData("{{ range | tojson }}", "a function has no JSON")]
    [InlineData("{{ range }}", "a function cannot be written")]
    [InlineData("{% for x in 1 %}{% endfor %}", "a whole number cannot be gone through")]
    [InlineData("{% set x = 1 %}{% set x.y = 2 %}", "'x' is no namespace")]
    [InlineData("{% set a, b = [1] %}", "2 names are set to 1 values")]
    [InlineData("{{ messages.append(1) }}", "'append' would change a list, which templates may not")]
    [InlineData("{{ {}.update({}) }}", "'update' would change a dict, which templates may not")]
    [InlineData("{{ {[]: 1} }}", "a list is no key of a dict")]
    [InlineData("{{ 'a' in 'b' in 1 }}{{ 1 in 'a' }}", "'in' looks for")]
    [InlineData("{{ [1, 'a'] | sort }}", "have no order")]
    [InlineData("{{ strftime_now('%Q') }}", "'%Q' is no part of a time")]
    [InlineData("{{ raise_exception('No.') }}", "line 1: the conversation is refused: No.")]
    public void A_conversation_that_cannot_be_written_is_told_with_the_line(string template, string expected) =>
        Should.Throw<ChatTemplateException>(() => ChatTemplate.Parse(template).Render([])).Message.ShouldContain(expected);

    [Theory]
    [InlineData("{{ ''.__class__.__mro__ }}")]
    [InlineData("{{ ''.GetType().Assembly }}")]
    [InlineData("{{ messages.Length.MaxValue }}")]
    [InlineData("{{ range.__globals__ }}")]
    [InlineData("{{ messages[0].Role.Chars }}")]
    public void Nothing_but_values_can_be_reached(string template)
    {
        try
        {
            ChatTemplate.Parse(template).Render(ChatTexts.Single).ShouldBeEmpty();
        }
        catch (ChatTemplateException error)
        {
            error.Message.ShouldContain("cannot be");
        }
    }

    [Theory]
    [InlineData("{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}", "steps")]
    [InlineData("{% set ns = namespace(s='x') %}{% for i in range(60) %}{% set ns.s = ns.s + ns.s %}{% endfor %}", "Mi characters")]
    [InlineData("{% set ns = namespace(s=[1]) %}{% for i in range(60) %}{% set ns.s = ns.s + ns.s %}{% endfor %}", "steps")]
    [InlineData("{% set s = 'xyz' * 9999 * 9 %}{% for i in range(99999) %}{{ s }}{% endfor %}", "Mi characters")]
    [InlineData("{{ 'x' * 9223372036854775807 }}", "steps")]
    [InlineData("{{ [1] * 9223372036854775807 }}", "steps")]
    [InlineData("{{ '' * 9223372036854775807 }}{{ [] * 9223372036854775807 }}{{ 1 ** 9223372036854775807 }}{{ 2 ** 9223372036854775807 }}", "64 bits")]
    [InlineData("{{ range(9223372036854775807) }}", "'range' gives more than 100,000 numbers")]
    [InlineData("{{ range(-9223372036854775807, 9223372036854775807, 1) }}", "'range' gives more than")]
    [InlineData("{{ 'a' | indent(2147483647, true) }}", "Mi characters")]
    [InlineData("{{ [1] | tojson(indent=2147483647) }}", "Mi characters")]
    [InlineData("{{ [1] | batch(99999, 1) | list | batch(9999999) }}", "'batch' expects")]
    [InlineData("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "levels deep")]
    [InlineData("{% macro m() %}{{ caller() }}{% endmacro %}{% macro n() %}{% call m() %}{{ n() }}{% endcall %}{% endmacro %}{{ n() }}", "levels deep")]
    [InlineData("{% set ns = namespace(x=[]) %}{% for i in range(9999) %}{% set ns.x = [ns.x] %}{% endfor %}{{ ns.x }}", "levels deep")]
    [InlineData("{% set ns = namespace(x=[]) %}{% for i in range(9999) %}{% set ns.x = {'a': ns.x} %}{% endfor %}{{ ns.x | tojson }}", "levels deep")]
    [InlineData("{% set a = namespace(x=[]) %}{% set b = namespace(x=[]) %}{% for i in range(9999) %}{% set a.x = [a.x] %}{% set b.x = [b.x] %}{% endfor %}{{ a.x == b.x }}", "levels deep")]
    [InlineData("{% set ns = namespace(x=[1]) %}{% for i in range(99) %}{% set ns.x = [ns.x, ns.x] %}{% endfor %}{{ ns.x }}", "steps")]
    [InlineData("{% set s = 'abcdefgh' * 999999 %}{% for i in range(99999) %}{{ 'yy' in s }}{% endfor %}", "steps")]
    [InlineData("{% set s = 'abcdefgh' * 999999 %}{% for i in range(99999) %}{{ s == s ~ '' }}{% endfor %}", "steps")]
    [InlineData("{% set s = 'abcdefgh' * 999999 %}{% for i in range(99999) %}{% if s.upper() | length %}{% endif %}{% endfor %}", "steps")]
    [InlineData("{% set s = 'abcdefg ' * 999999 %}{% for i in range(99999) %}{% if s.split() %}{% endif %}{% endfor %}", "steps")]
    [InlineData("{% set s = 'abcdefx ' * 9999 %}{{ s.replace('x', s) }}", "Mi characters")]
    [InlineData("{% set s = 'abcdefgh' * 999999 %}{{ s.replace('', s) }}", "Mi characters")]
    public void A_template_that_would_take_too_much_is_stopped(string template, string expected)
    {
        var watch = Stopwatch.StartNew();
        Should.Throw<ChatTemplateException>(() => ChatTemplate.Parse(template).Render([])).Message.ShouldContain(expected);
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromMinutes(1));
    }

    [Theory]
    [InlineData("(", ")")]
    [InlineData("[", "]")]
    [InlineData("{1:", "}")]
    [InlineData("-", "")]
    [InlineData("not ", "")]
    [InlineData("1 if 1 else ", "")]
    [InlineData("a(", ")")]
    [InlineData("a[", "]")]
    public void Expressions_that_nest_without_end_are_stopped(string opening, string closing) =>
        Should.Throw<InvalidDataException>(() => ChatTemplate.Parse($"{{{{ {Many(opening)}1{Many(closing)} }}}}")).Message.ShouldContain("levels deep");

    [Fact]
    public void Blocks_that_nest_without_end_are_stopped() =>
        Should.Throw<InvalidDataException>(() => ChatTemplate.Parse(Many("{% if 1 %}"))).Message.ShouldContain("levels deep");

    [Fact]
    public void Long_chains_are_stopped_or_written()
    {
        Should.Throw<ChatTemplateException>(() => ChatTemplate.Parse("{{ 1" + Many(" + 1") + " }}").Render([])).Message.ShouldContain("levels deep");
        ChatTemplate.Parse("{{ 1" + string.Concat(Enumerable.Repeat(" + 1", 300)) + " }}").Render([]).ShouldBe("301");
    }

    [Fact]
    public void A_template_of_a_gigabyte_is_not_read() =>
        Should.Throw<InvalidDataException>(() => ChatTemplate.Parse(new string('x', 2_000_000))).Message.ShouldContain("at most 1,048,576");

    [Fact]
    public void Any_text_is_a_template_or_a_fault()
    {
        string[] pieces = ["{%", "%}", "{{", "}}", "{#", "#}", "-", "+", "if", " for ", "x", "in", "set", "=", "'", "\"", "(", ")", "[", "]", "|", ".", "1", "\n", "raw", "endif", "macro", "\\", ",", ":", "is", "not"];
        for (var seed = 0; seed < 20_000; seed++)
        {
            var random = new Random(seed);
            var source = string.Concat(Enumerable.Range(0, random.Next(1, 15)).Select(_ => pieces[random.Next(pieces.Length)]));
            try
            {
                ChatTemplate.Parse(source).Render([]);
            }
            catch (Exception fault) when (fault is InvalidDataException or ChatTemplateException)
            {
                fault.Message.ShouldStartWith("The chat template, line ");
                fault.Message.ShouldEndWith(".");
            }
        }
    }

    private static string Many(string part) => string.Concat(Enumerable.Repeat(part, 50_000));
}
