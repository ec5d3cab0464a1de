/**
 * The English rules for `tour-intent.ts`. The letters in the rules are the classes in `words`; `[^…]{0,n}` is a gap
 * of any other classes.
 */
import { enDays } from './tour-day-en.ts';
import type { TourLexicon } from './tour-words.ts';

const unable =
  ' (?:cant|cannot|wont|unable to|not|no longer|dont think (?:i|we) can|dont think (?:ill|well|i will|we will))' +
  '(?: (?:be|able to|going to|gonna))*';

export const enLexicon: TourLexicon = {
  words: {
    // days and their parts. A word in two classes gets the later letter.
    d:
      'sat sun sundays mondays tuesdays wednesdays thursdays fridays saturdays weekends march mar may today tonight now ' +
      'right_now asap tomorrow tmrw tmr day_after_tomorrow weekend this_weekend next_weekend this_week next_week morning ' +
      'this_morning noon lunch lunchtime afternoon this_afternoon evening this_evening night after_work am pm',
    '-':
      'a an the to for of at on in me us i we my our some this that please just also really so and or maybe ' +
      'there here with by up am be is are its it_would would_it get take have do go your you_guys yall hey hi hello ' +
      'why_dont why_not yes yeah yep sure thank sometime time times around about out s d ll re ve hopefully actually unfortunately st nd rd th ' +
      'quick quickly short brief little soon later sooner early before after next earliest as_soon_as_possible as',
    // a tour, as a noun or a verb; a tour that one has already, or asks to have
    t:
      'tour tours touring viewing showing walkthrough walk_through walk_throughs ' +
      'walk_thru walkthru visit visiting appointment appt appts open_house peek sneak_peek ' +
      'see_in_person see_it_in_person take_the_tour do_the_tour you_have_a_tour',
    Y: 'have_a_tour have_a_viewing have_a_showing have_an_appointment have_a_visit',
    // a look, which may also be at pictures
    i:
      'look_around take_a_look taking_a_look have_a_look having_a_look get_a_look look_inside check_it_out ' +
      'check_you_out check_you_guys_out check_the_place_out check_this_place_out check_that_out',
    // to book
    b:
      'book booking schedule scheduling arrange arranging reserve set_up setup setting_up plan organize make ' +
      'sign_me_up sign_us_up put_me_down put_us_down pencil line_up set request requesting fit_me_in fit_us_in squeeze',
    // to see
    v: 'see seeing view check look look_at looking_at check_out checking_out walk walk_around explore inspect meet',
    // to come by, to come; to run an errand
    a:
      'come_by coming_by stop_by stopping_by drop_by dropping_by swing_by swinging_by pop_by come_over come_in stop_in ' +
      'drop_in pop_in come_down come_out come_round pop_over swing_through come_through pass_by head_over head_down ' +
      'roll_by come_and come_see come_check come_look',
    m: 'come coming',
    E: 'pick_up pickup drop_off dropoff sign',
    // to be shown around, to show
    u: 'show_me_around show_us_around show_around showed_around shown_around',
    s: 'show shown showing_me showing_us',
    // the place; homes as a list would name them
    p:
      'apartment apt unit place property studio building complex community condo home house bedroom one two three br ' +
      'bed model loft space spot crib townhome penthouse flat it them in_person maple court gym ' +
      'pool lobby rooftop amenities facilities grounds residence neighborhood',
    r: 'apartments units homes places apts',
    // asking, wishing, being able; "free": available, or without charge
    q:
      'can could may might id want wants wanted wanna would like_to love_to cant_wait need needed hoping hope ' +
      'interest possible able available ready let lets wondering thinking when whens how_do how_can ' +
      'how_soon what_time whats_a_good_time good_time best_time keen eager dying excited looking_to looking_for ' +
      'looking_forward trying prefer mind chance opportunity okay ok any_chance happy try',
    F: 'free',
    g: 'any opening slot slots availability offer offering',
    // things that one can look at without coming; floor plans, which one can also tour
    n:
      'pricing price rate rates photo pic pics picture pix image video gallery ' +
      'website site online list listing lease application review map menu rent cost costs fee fees ' +
      'special detail info information contract policy policies document calendar options ' +
      'portal account ledger balance status bill dimensions brochure deposit footage what what_is whats resident ' +
      'residents',
    l: 'floorplan floor_plan floor_plans plans layout',
    // a tour that is booked already; words for what is over
    y:
      'my_tour our_tour my_viewing our_viewing my_appointment our_appointment my_showing our_showing my_visit ' +
      'our_visit the_tour the_viewing the_appointment tour_i_booked my_booking our_booking my_reservation my_appt',
    x:
      'already took taken did toured saw visited went yesterday came viewed ago last_week last_month last_weekend ' +
      'was_shown',
    // asking about something else, also about tours
    z:
      'charge recorded recording record require allowed mean difference dress wear expect cover ' +
      'covered include move_in move_out pay paid drivers_license how_late how_long closed wrong ' +
      'broken happens duration length do_i_need do_we_need an_id my_id photo_id need_id bring_id',
    j: 'where who why many much',
    B: 'bring',
    o:
      'see_you see_if see_whether see_how see_why see_that see_what see_myself see_where let_me_see check_if ' +
      'check_whether check_on check_in look_forward looks look_like looks_like view_of a_view the_view lake_view ' +
      'city_view views showing_up showing_as is_showing not_showing your_schedule the_schedule the_set different ' +
      'hour hours four scheduled schedules placed plane leave least other closet except excluding between until following upcoming onwards starting think',
    // not; you; somebody or something else that comes
    k: 'not dont no never without wont isnt arent cant cannot couldnt nobody nothing neither didnt doesnt havent',
    w: 'you they he she someone anyone who_can who_could',
    f:
      'visitor guest friend relatives family grandkids delivery deliveries maintenance ' +
      'technician plumber package dog dogs cat cats pet pets puppy park parking',
    // tours without coming; kinds of tours
    e: 'virtual virtually video_tour video_tours 3_d vr matterport remote remotely facetime zoom',
    K: 'self_guided selfguided private group',
    c: 'cancel canceled canceling call_off no_longer',
    h: 'change changing move push modify delay',
    H:
      'reschedule rescheduling rebook postpone push_back move_it change_it push_it different_time another_time ' +
      'other_time different_day another_day',
  },
  // "Saturday's good", "10 a.m."
  tidy: (text) =>
    text.replace(/(?<=day|tomorrow)['’`]s\b/g, '').replace(/\b([ap])\.\s?m\b\.?/g, '$1m'),
  joints: /[.?!;,\n]+|\b(?:and|but|so|because|since)\b/i,
  want: [
    // "tour", "a viewing tomorrow please", "any tours Saturday"
    /^[qgpd#]{0,3}t[dp#]{0,3}$/,
    /^[qgpd#]{0,3}t[^nlz]{0,1}p/,
    // "book a tour", "set a time to see it"
    /b[^nlzy]{0,4}([tia]|v[^nlzg]{0,3}[pd])/,
    // "I'd like a tour", "can you give us a tour", "could we take a look"
    /[qF][^nlzyf]{0,2}[tiY]/,
    // "can I see the apartment", "come see it"
    /[qF][^nlzwf]{0,2}v[^nlzgq]{0,3}[pr](?![opr]{0,3}[nl])/,
    /[am]+v[^nl]*$/,
    /[qF][^nlzwf]{0,2}v[^nlz]{0,3}d/,
    /v[^nlzw]{0,2}p[^nlz]{0,2}d/,
    /^[dp]?v[pr]{1,3}[d#]*$/,
    // "may I stop by", "can I come Saturday"
    /[qF][^nlzwfk]{0,2}a/,
    /[qF][^nlzwfk]{0,2}m($|.{0,2}[vpd])/,
    /a[^nlz]{0,2}d/,
    // "tour on Friday", "Saturday for a tour", "any slots for a viewing", "are tours available"
    /t[^nlz]{0,2}d/,
    /d[^nlzf]{0,4}t/,
    /g[^nlz]{0,3}t/,
    /t[^nlz]{0,2}[gq]$/,
    // "show me around", "show me the loft"
    /u(?!n)/,
    /s[^nlzr]{0,1}p(?!o?[nlr])/,
  ],
  veto: [
    /[xyz]|tF|gK|Kt[gq]/,
    /k[^o]?[^o]?[tivabmu]/,
    /f.{0,2}[tivam]|B[^v]{0,3}t/,
    /[tam].{0,2}E/,
    // Not if one wants to book it: "where can I book a tour", "book a virtual tour".
    /^[^b]*[ej][^b]*$/,
    /^[^b]*[ti].{0,2}n/,
  ],
  yes: new RegExp(
    '^(?!.*\\b(?:no|not sure)\\b)(?=.*\\b(?:yes|yeah|yea|yep|yup|sure|ok|okay|absolutely|definitely|certainly|course|please|' +
      'love|like|would|great|perfect|sounds|lets|gladly|why not|when|how)\\b)' +
      '(?:(?:yes|yeah|yea|yep|yup|sure|ok|okay|absolutely|definitely|certainly|of|course|please|love|like|would|great|good|' +
      'nice|lovely|perfect|awesome|sounds|lets|let|gladly|why not|when|how|oh|hi|hello|hey|id|i|we|wed|do|it|that|to|be|can|' +
      'very|much|thanks|thank|you|for|so|[^\\p{L}\\p{N}])(?: |$))+$',
    'u',
  ),
  cancel: [/c[^nl]{0,3}[tyu]/, /^.{0,3}c[d#]*$/, /[yt].{0,3}c/],
  change: [/[hH][^nlp]{0,3}[ty]/, /^.{0,3}h$/, /^.{0,3}H[d#]*$/],
  // Not "I can't make it work", "we can't make it during the week".
  cannotKeep: new RegExp(
    `${unable} (?:make it|be there|attend|make (?:my|our|the) (?:tour|viewing|appointment|visit))` +
      '(?= (?:[.,!?;@]|\\d|to |on |at |for |anymore|because|so |and |but |after all|unfortunately|sorry|then ))' +
      '| something (?:has )?came? up | running late | (?:going to|gonna|will|ill|well|might) be (?:a (?:bit|little) |(?:\\d+ )?min(?:ute)?s )?late ',
  ),
  cannotCome: new RegExp(
    `${unable} (?:come|make)(?: (?:in|by|over|on|to|my|our|the|tour|appointment))* @`,
  ),
  days: enDays,
};
